using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Internal;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.Hosting;

public sealed class ClientCallInterceptorTests : IDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);
    private static readonly Marshaller<string> Text = Marshallers.StringMarshaller;

    private readonly ManualTimeProvider _clock = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly Metadata _headers = [];

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

    [Theory]
    [InlineData(MethodType.Unary)]
    [InlineData(MethodType.ServerStreaming)]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task Any_WithinACallOfAUser_IsMadeForThatUser(MethodType type)
    {
        _headers.AddUser("ada", ["driver", "admin"], ["links.read"]);
        _headers.Add("x-other", "1");

        var headers = (await ServeAsync(DateTime.MaxValue, () => Call(type, new CallOptions(new Metadata { { "mine", "1" } })))).Headers!;

        var caller = new ServedCall { Headers = headers }.Principal();
        (caller.UserId, caller.Kind).ShouldBe(("ada", PrincipalKind.User));
        caller.Roles.ShouldBe(["driver", "admin"]);
        caller.Scopes.ShouldBe(["links.read"]);
        headers.GetValue("mine").ShouldBe("1");
        headers.GetValue("x-other").ShouldBeNull();
    }

    [Fact]
    public async Task Unary_ThatNamesAUserWithinACallOfAnother_KeepsItsOwn()
    {
        _headers.AddUser("ada", ["admin"], scopes: null);
        var own = new Metadata();
        own.AddUser("bob", [], []);

        var headers = (await ServeAsync(DateTime.MaxValue, () => Call(MethodType.Unary, new CallOptions(own)))).Headers!;

        var caller = new ServedCall { Headers = headers }.Principal();
        caller.UserId.ShouldBe("bob");
        caller.Roles.ShouldBeEmpty();
        caller.Scopes.ShouldBe([]);
    }

    private CallOptions Call(MethodType type, CallOptions options)
    {
        var invoker = new RecordingInvoker();
        var method = new Method<string, string>(type, "platform.Test", "Call", Text, Text);
        var bounded = invoker.Intercept(new ClientCallInterceptor(_clock, DefaultTimeout));
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
        var interceptor = new ServiceInterceptor(
            new AccessCheck(), new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), NullLogger<ServiceInterceptor>.Instance);
        await interceptor.UnaryServerHandler("", new ServedCall { Ends = deadline, Caller = _caller.Token, Headers = _headers }, (_, _) =>
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
}
