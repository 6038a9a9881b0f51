using System.Net.Sockets;
using System.Text.Json;
using Dapr;
using Dapr.Actors;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting.Failures;

namespace Platform.BuildingBlocks.Tests.Hosting;

public sealed class DependencyTests
{
    public static TheoryData<Exception, bool> Failures => new()
    {
        // The sidecar by gRPC: state, events, bindings, secrets.
        { Sidecar(StatusCode.Unavailable), true },
        { Sidecar(StatusCode.DeadlineExceeded), true },
        { Sidecar(StatusCode.Internal), true },
        { Sidecar(StatusCode.Unknown), true },
        { Sidecar(StatusCode.Cancelled), true },
        { Sidecar(StatusCode.InvalidArgument), false },
        { Sidecar(StatusCode.NotFound), false },
        { Sidecar(StatusCode.Aborted), false },
        { Sidecar(StatusCode.FailedPrecondition), false },
        { Sidecar(StatusCode.Unimplemented), false },
        { Sidecar(StatusCode.PermissionDenied), false },
        { new DaprException("invocation", new HttpRequestException()), true },
        { new DaprException("state", new JsonException()), false },
        { new DaprException("wrong"), false },
        // Actors.
        { new DaprApiException("no address", "ERR_ACTOR_NO_ADDRESS", isTransient: false), true },
        { new DaprApiException("closed", "ERR_ACTOR_RUNTIME_CLOSED", isTransient: false), true },
        { new DaprApiException("state", "ERR_ACTOR_STATE_GET", isTransient: false), true },
        { new DaprApiException("The sidecar answered 500 without saying why."), true },
        { new DaprApiException("wrong", "ERR_BAD_REQUEST", isTransient: false), false },
        { new DaprApiException("not hosted", "ERR_ACTOR_REMINDER_NON_HOSTED", isTransient: false), false },
        { Actor(typeof(UnavailableException)), true },
        { Actor(typeof(DaprApiException)), true },
        { Actor(typeof(RpcException)), true },
        { Actor(typeof(HttpRequestException)), true },
        { Actor(typeof(TaskCanceledException)), true },
        { Actor(typeof(InvalidOperationException)), false },
        { Actor(typeof(NullReferenceException)), false },
        // Services.
        { new RpcException(new Status(StatusCode.Unavailable, "")), true },
        { new RpcException(new Status(StatusCode.Internal, "", new HttpRequestException("", new HttpProtocolException(2, "", null)))), true },
        { new RpcException(new Status(StatusCode.Cancelled, "", new IOException())), true },
        { new RpcException(new Status(StatusCode.Internal, "")), false },
        { new RpcException(new Status(StatusCode.Unknown, "")), false },
        { new RpcException(new Status(StatusCode.DeadlineExceeded, "")), false },
        // Connections.
        { new HttpRequestException(HttpRequestError.ConnectionError), true },
        { new HttpIOException(HttpRequestError.ResponseEnded), true },
        { new SocketException(), true },
        { new IOException(), true },
        { new FileNotFoundException(), false },
        { new TimeoutException(), true },
        { new TaskCanceledException("", new TimeoutException()), true },
        { new OperationCanceledException(), false },
        // Defects.
        { new ObjectDisposedException("client"), false },
        { new InvalidOperationException(), false },
        { new NotSupportedException(), false },
        { new FormatException(), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_OfADependency_IsToldFromADefect(Exception failure, bool isAway) => Dependency.IsAway(failure).ShouldBe(isAway);

    [Fact]
    public async Task Call_OfWhatIsAway_IsRefusedWithTheReason()
    {
        var refused = await Should.ThrowAsync<UnavailableException>(() => CallAsync(new HttpRequestException()));

        refused.Reason.ShouldBe("THINGS_UNAVAILABLE");
    }

    [Fact]
    public Task Call_ThatFindsADefect_FailsAsItIs() => Should.ThrowAsync<InvalidOperationException>(() => CallAsync(new InvalidOperationException()));

    private static DaprException Sidecar(StatusCode code) => new("state", new RpcException(new Status(code, "")));

    private static ActorMethodInvocationException Actor(Type thrown) => new("", new ActorInvokeException(thrown.FullName, ""), isTransient: false);

    private static Task<int> CallAsync(Exception failure) => Dependency.CallAsync(
        () => Task.FromException<int>(failure), () => new UnavailableException("THINGS_UNAVAILABLE", "Try again."), NullLogger.Instance);
}
