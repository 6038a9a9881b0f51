using System.Text;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Tests.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Tests.Server;

/// <summary>Options, interceptors and what a handler can say beside its messages.</summary>
public sealed class OptionTests
{
    private static readonly byte[] Empty = RawCall.Frame(new EchoRequest());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interceptors_GlobalAndOfTheService_RunInOrderAroundAllFourKinds()
    {
        var trace = new Trace();
        await using var call = await ScriptedCall.StartAsync(
            new Script(),
            options => options.Interceptors.Add<Tracing>("global"),
            services =>
            {
                services.AddSingleton(trace);
                services.AddGrpc().AddServiceOptions<ScriptedService>(options => options.Interceptors.Add<Tracing>("service"));
            });

        await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);
        using var server = call.Client.ServerStream(new EchoRequest(), cancellationToken: Token);
        await server.ResponseStream.MoveNext(Token);
        using var client = call.Client.ClientStream(cancellationToken: Token);
        await client.RequestStream.CompleteAsync();
        await client;
        using var bidi = call.Client.Bidi(cancellationToken: Token);
        await bidi.RequestStream.CompleteAsync();
        await bidi.ResponseStream.MoveNext(Token);

        trace.Steps.ShouldBe(Enumerable.Repeat<string[]>(["global", "service"], 4).SelectMany(steps => steps));
    }

    [Fact]
    public async Task Interceptor_AnswersItself_HandlerIsNotCalled()
    {
        await using var call = await ScriptedCall.StartAsync(
            new Script { Unary = (_, _) => throw new InvalidOperationException("not to be called") },
            options => options.Interceptors.Add<Refusing>());

        var refused = await Should.ThrowAsync<RpcException>(async () => await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token));

        refused.StatusCode.ShouldBe(StatusCode.PermissionDenied);
        call.Lives.Begun.ShouldBe(0);
        call.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void InterceptorsAdd_NotAnInterceptor_IsRefused() =>
        Should.Throw<ArgumentException>(() => new InterceptorCollection { { typeof(string), [] } });

    [Fact]
    public async Task ServiceOptions_LimitOfTheService_GoesBeforeTheGlobalOne()
    {
        await using var call = await ScriptedCall.StartAsync(
            new Script(),
            options => options.MaxReceiveMessageSize = 10,
            services => services.AddGrpc().AddServiceOptions<ScriptedService>(options => options.MaxReceiveMessageSize = null));

        var large = new EchoRequest { Payload = ByteString.CopyFrom(new byte[3_000_000]) };

        (await call.Client.UnaryAsync(large, cancellationToken: Token)).Payload.Length.ShouldBe(3_000_000);
    }

    [Fact]
    public async Task DefaultLimit_FiveMegabytes_IsResourceExhausted()
    {
        await using var call = await ScriptedCall.StartAsync(new Script());
        var large = new EchoRequest { Payload = ByteString.CopyFrom(new byte[5_000_000]) };

        var failure = await Should.ThrowAsync<RpcException>(async () => await call.Client.UnaryAsync(large, cancellationToken: Token));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task DetailedErrors_On_SendsTheTextOfTheException()
    {
        await using var call = await ScriptedCall.StartAsync(
            new Script { Unary = (_, _) => throw new InvalidOperationException("plain detail") },
            options => options.EnableDetailedErrors = true);

        var failure = await Should.ThrowAsync<RpcException>(async () => await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token));

        failure.Status.Detail.ShouldContain("plain detail");
    }

    [Fact]
    public async Task NoCompress_OneMessageOfTheStream_IsSentAsItIs()
    {
        var payload = ByteString.CopyFrom(new byte[500]);
        await using var call = await ScriptedCall.StartAsync(
            new Script
            {
                ServerStream = async (_, responses, _) =>
                {
                    await responses.WriteAsync(new EchoResponse { Payload = payload });
                    responses.WriteOptions = new WriteOptions(WriteFlags.NoCompress | WriteFlags.BufferHint);
                    await responses.WriteAsync(new EchoResponse { Payload = payload });
                },
            },
            options => options.ResponseCompressionAlgorithm = "gzip");
        using var raw = new RawCall(call.Server.Address);

        var response = await raw.SendAsync("/grpc.tests.v1.Echo/ServerStream", Empty, headers: ("grpc-accept-encoding", "identity, gzip"));

        response.Find("grpc-encoding").ShouldBe("gzip");
        response.Body[0].ShouldBe((byte)1);
        var second = response.Body.Length - 5 - new EchoResponse { Payload = payload }.CalculateSize();
        response.Body[second].ShouldBe((byte)0);
    }

    [Fact]
    public async Task Compression_ClientDoesNotAcceptIt_IsNotUsed()
    {
        await using var call = await ScriptedCall.StartAsync(new Script(), options => options.ResponseCompressionAlgorithm = "gzip");
        using var raw = new RawCall(call.Server.Address);

        var response = await raw.SendAsync("/grpc.tests.v1.Echo/Unary", Empty);

        response.Find("grpc-encoding").ShouldBeNull();
        response.Body[0].ShouldBe((byte)0);
    }

    [Fact]
    public async Task RequestHeaders_TextAndBinary_AreReadAndThoseOfTheProtocolAreLeftOut()
    {
        Metadata? seen = null;
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = (_, context) =>
            {
                seen = context.RequestHeaders;
                return Task.FromResult(new EchoResponse());
            },
        });
        using var raw = new RawCall(call.Server.Address);

        await raw.SendAsync("/grpc.tests.v1.Echo/Unary", Empty, headers: [("x-text", "a"), ("x-some-bin", "AQI"), ("grpc-timeout", "10S")]);

        seen!.GetValue("x-text").ShouldBe("a");
        seen.GetValueBytes("x-some-bin").ShouldBe([1, 2]);
        seen.ShouldAllBe(entry => !entry.Key.StartsWith("grpc-") && entry.Key != "content-type" && entry.Key != "te" && !entry.Key.StartsWith(':'));
    }

    [Fact]
    public async Task RequestHeaders_BinaryThatIsNotBase64_IsInternal()
    {
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = (_, context) => Task.FromResult(new EchoResponse { Count = context.RequestHeaders.Count }),
        });
        using var raw = new RawCall(call.Server.Address);

        var response = await raw.SendAsync("/grpc.tests.v1.Echo/Unary", Empty, headers: ("x-bin", "*"));

        response.Status.ShouldBe("13");
        call.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task ResponseHeaders_SentByTheHandler_ComeBeforeTheMessagesAndOnlyOnce()
    {
        Exception? second = null;
        var goOn = new TaskCompletionSource();
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = async (_, context) =>
            {
                await context.WriteResponseHeadersAsync(new Metadata { { "x-early", "1" }, { "x-early-bin", [1, 2] } });
                second = await Record.ExceptionAsync(() => context.WriteResponseHeadersAsync([]));
                await goOn.Task;
                throw new RpcException(new Status(StatusCode.Aborted, ""), new Metadata { { "grpc-status-details-bin", Encoding.UTF8.GetBytes("details") } });
            },
        });
        using var unary = call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);

        var headers = await unary.ResponseHeadersAsync;
        goOn.SetResult();
        var failure = await Should.ThrowAsync<RpcException>(async () => await unary);

        headers.GetValue("x-early").ShouldBe("1");
        headers.GetValueBytes("x-early-bin").ShouldBe([1, 2]);
        second.ShouldBeOfType<InvalidOperationException>();
        failure.StatusCode.ShouldBe(StatusCode.Aborted);
        failure.Trailers.GetValueBytes("grpc-status-details-bin").ShouldBe(Encoding.UTF8.GetBytes("details"));
    }

    [Fact]
    public async Task Handler_SetsStatusWithoutThrowing_EndsWithIt()
    {
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = (_, context) =>
            {
                context.Status = new Status(StatusCode.OutOfRange, "past the end");
                return Task.FromResult(new EchoResponse());
            },
        });

        var failure = await Should.ThrowAsync<RpcException>(async () => await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token));

        failure.Status.Detail.ShouldBe("past the end");
    }

    public sealed class Trace
    {
        public List<string> Steps { get; } = [];
    }

    public sealed class Tracing(Trace trace, string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            trace.Steps.Add(name);
            return continuation(request, context);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trace.Steps.Add(name);
            return continuation(requestStream, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trace.Steps.Add(name);
            return continuation(request, responseStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trace.Steps.Add(name);
            return continuation(requestStream, responseStream, context);
        }
    }

    public sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
    }
}
