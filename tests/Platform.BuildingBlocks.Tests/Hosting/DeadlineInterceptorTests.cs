using Grpc.Core;
using Grpc.Core.Interceptors;
using Platform.Hosting;
using Platform.Hosting.Internal;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.Hosting;

public sealed class DeadlineInterceptorTests : IDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);
    private static readonly Marshaller<string> Text = Marshallers.StringMarshaller;

    private readonly ManualTimeProvider _clock = new();
    private readonly CancellationTokenSource _caller = new();

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public void Dispose() => _caller.Dispose();

    [Fact]
    public void Unary_WithoutDeadline_HasTheDefault() => Call(MethodType.Unary, default).Deadline.ShouldBe(Now + DefaultTimeout);

    [Fact]
    public void Stream_WithoutDeadline_HasNone() => Call(MethodType.ServerStreaming, default).Deadline.ShouldBeNull();

    [Theory]
    [InlineData(MethodType.Unary, null)]
    [InlineData(MethodType.ServerStreaming, "true")]
    [InlineData(MethodType.ClientStreaming, "true")]
    [InlineData(MethodType.DuplexStreaming, "true")]
    public void Any_WithHeaders_KeepsThemAndSaysWhetherItIsAStream(MethodType type, string? mark)
    {
        var headers = Call(type, new CallOptions(new Metadata { { "mine", "1" } })).Headers!;

        headers.GetValue("mine").ShouldBe("1");
        headers.GetValue("dapr-stream").ShouldBe(mark);
    }

    [Theory]
    [InlineData(MethodType.Unary)]
    [InlineData(MethodType.ServerStreaming)]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task Any_WithinACallThatEndsSooner_EndsWithIt(MethodType type)
    {
        var options = await ServeAsync(Now.AddSeconds(2), () => Call(type, new CallOptions(deadline: Now.AddSeconds(9))));

        options.Deadline.ShouldBe(Now.AddSeconds(2));
        options.CancellationToken.ShouldBe(_caller.Token);
    }

    [Fact]
    public async Task Unary_WithinACallThatEndsLater_KeepsItsOwnDeadlineAndToken()
    {
        using var own = new CancellationTokenSource();

        var options = await ServeAsync(Now.AddSeconds(9), () => Call(MethodType.Unary, new CallOptions(deadline: Now.AddSeconds(3), cancellationToken: own.Token)));

        options.Deadline.ShouldBe(Now.AddSeconds(3));
        options.CancellationToken.ShouldBe(own.Token);
    }

    [Fact]
    public async Task Unary_WithinACallWithoutDeadline_HasTheDefault()
    {
        (await ServeAsync(DateTime.MaxValue, () => Call(MethodType.Unary, default))).Deadline.ShouldBe(Now + DefaultTimeout);
    }

    [Fact]
    public async Task Unary_AfterLeavingTheCall_IsNotBoundByIt()
    {
        var options = await ServeAsync(Now.AddSeconds(2), () =>
        {
            CurrentCall.Leave();
            return Call(MethodType.Unary, default);
        });

        options.Deadline.ShouldBe(Now + DefaultTimeout);
        options.CancellationToken.CanBeCanceled.ShouldBeFalse();
        CurrentCall.Context.ShouldBeNull();
    }

    private CallOptions Call(MethodType type, CallOptions options)
    {
        var invoker = new RecordingInvoker();
        var method = new Method<string, string>(type, "platform.Test", "Call", Text, Text);
        var bounded = invoker.Intercept(new DeadlineInterceptor(_clock, DefaultTimeout));
        _ = type switch
        {
            MethodType.Unary => (object?)bounded.AsyncUnaryCall(method, null, options, ""),
            MethodType.ServerStreaming => bounded.AsyncServerStreamingCall(method, null, options, ""),
            MethodType.ClientStreaming => bounded.AsyncClientStreamingCall(method, null, options),
            _ => bounded.AsyncDuplexStreamingCall(method, null, options),
        };
        return invoker.Options;
    }

    private async Task<CallOptions> ServeAsync(DateTime deadline, Func<CallOptions> serve)
    {
        var options = default(CallOptions);
        await new ServiceInterceptor().UnaryServerHandler("", new ServedCall(deadline, _caller.Token), (_, _) =>
        {
            options = serve();
            return Task.FromResult("");
        });
        return options;
    }

    private sealed class RecordingInvoker : CallInvoker
    {
        public CallOptions Options { get; private set; }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Options = options;
            return null!;
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Options = options;
            return null!;
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Options = options;
            return null!;
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options)
        {
            Options = options;
            return null!;
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options)
        {
            Options = options;
            return null!;
        }
    }

    private sealed class ServedCall(DateTime deadline, CancellationToken cancellationToken) : ServerCallContext
    {
        protected override string MethodCore => "/platform.Test/Serve";

        protected override string HostCore => "localhost";

        protected override string PeerCore => "ipv4:127.0.0.1:1";

        protected override DateTime DeadlineCore => deadline;

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore => cancellationToken;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => throw new NotSupportedException();

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
