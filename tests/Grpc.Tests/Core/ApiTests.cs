using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Tests.V1;

namespace Grpc.Tests.Core;

/// <summary>What callers rely on in Grpc.Core: metadata rules, credentials, interceptors, options.</summary>
public sealed class ApiTests
{
    [Fact]
    public void Metadata_KeysInAnyCase_AreOneKey()
    {
        var metadata = new Metadata { { "X-Trace", "1" }, { "x-trace", "2" } };

        metadata[0].Key.ShouldBe("x-trace");
        metadata.GetValue("X-TRACE").ShouldBe("2");
        metadata.GetAll("x-trace").Select(entry => entry.Value).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void Metadata_BinaryValue_IsCopiedInAndOut()
    {
        byte[] bytes = [1, 2, 3];
        var entry = new Metadata.Entry("x-bin", bytes);

        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        entry.ValueBytes.ShouldBe([1, 2, 3]);
        Should.Throw<InvalidOperationException>(() => entry.Value);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("ümlaut")]
    [InlineData("colon:")]
    [InlineData("x-bin")]
    public void MetadataEntry_KeyThatTextCannotHave_IsRefused(string key) =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "value"));

    [Fact]
    public void MetadataEntry_BytesUnderATextKey_AreRefused() =>
        Should.Throw<ArgumentException>(() => new Metadata.Entry("x-text", [1]));

    [Fact]
    public void MetadataEmpty_Add_IsRefused() => Should.Throw<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));

    [Fact]
    public void CallOptions_With_ChangesTheCopyOnly()
    {
        var options = new CallOptions(deadline: DateTime.UnixEpoch);

        var changed = options.WithWaitForReady().WithDeadline(DateTime.MaxValue);

        options.IsWaitForReady.ShouldBeFalse();
        options.Deadline.ShouldBe(DateTime.UnixEpoch);
        changed.IsWaitForReady.ShouldBeTrue();
        changed.Deadline.ShouldBe(DateTime.MaxValue);
    }

    [Fact]
    public async Task Intercept_SeveralInterceptors_FirstIsOutermostAndClientHostIsKept()
    {
        var invoker = new RecordingInvoker();
        var intercepted = invoker
            .Intercept(new Tag("outer"), new Tag("inner"))
            .Intercept(headers => [.. headers, new Metadata.Entry("order", "function")]);

        await new Echo.EchoClient(intercepted).WithHost("other.host").UnaryAsync(new EchoRequest());

        invoker.Host.ShouldBe("other.host");
        invoker.Headers!.Select(entry => entry.Value).ShouldBe(["function", "outer", "inner"]);
    }

    [Fact]
    public void CallCredentialsCompose_OneCredential_IsRefused() =>
        Should.Throw<ArgumentException>(() => CallCredentials.Compose(CallCredentials.FromInterceptor((_, _) => Task.CompletedTask)));

    [Fact]
    public void ServiceDefinition_MethodAddedTwice_IsRefused()
    {
        var definition = ServerServiceDefinition.CreateBuilder().AddMethod(Method, (UnaryServerMethod<string, string>)((request, _) => Task.FromResult(request)));

        Should.Throw<ArgumentException>(() =>
            definition.AddMethod(Method, (UnaryServerMethod<string, string>)((request, _) => Task.FromResult(request))));
    }

    [Fact]
    public void ClientWithoutChannel_Call_IsNotImplemented() =>
        Should.Throw<NotImplementedException>(() => new TestDouble().Unary(new EchoRequest()));

    private static readonly Method<string, string> Method =
        new(MethodType.Unary, "a.Service", "Method", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private sealed class TestDouble : Echo.EchoClient;

    private sealed class Tag(string value) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            Metadata headers = [.. context.Options.Headers ?? [], new("order", value)];
            return continuation(request, new(context.Method, context.Host, context.Options.WithHeaders(headers)));
        }
    }

    private sealed class RecordingInvoker : CallInvoker
    {
        public string? Host { get; private set; }

        public Metadata? Headers { get; private set; }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Host = host;
            Headers = options.Headers;
            return new(
                Task.FromResult((TResponse)(object)new EchoResponse()),
                Task.FromResult(Metadata.Empty),
                () => Status.DefaultSuccess,
                () => Metadata.Empty,
                () => { });
        }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }
}
