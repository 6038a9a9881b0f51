using Dapr;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting.Failures;
using Platform.Hosting.Internal;

namespace Platform.BuildingBlocks.Tests.Hosting;

public sealed class ServiceInterceptorTests
{
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    /// <summary>What is away while somebody waits for the answer.</summary>
    public static TheoryData<Exception> Away =>
    [
        new DaprException("state", new RpcException(new Status(StatusCode.Unavailable, "private"))),
        new DaprException("state", new RpcException(new Status(StatusCode.Internal, "private"))),
        new DaprApiException("private", "ERR_ACTOR_NO_ADDRESS", isTransient: false),
        new RpcException(new Status(StatusCode.Internal, "private", new HttpRequestException("private"))),
        new HttpRequestException("private"),
        new OperationCanceledException("private"),
    ];

    [Theory]
    [MemberData(nameof(Away))]
    public async Task Call_WhoseDependencyIsAway_IsUnavailable(Exception failure)
    {
        var told = (await ServeAsync(failure)).ShouldBeOfType<RpcException>();

        (told.StatusCode, told.ReasonOf()).ShouldBe((StatusCode.Unavailable, "SIDECAR_UNAVAILABLE"));
        told.Status.Detail.ShouldNotContain("private");
    }

    /// <summary>What says more than that something is away, and defects.</summary>
    public static TheoryData<Exception> Others =>
    [
        new DaprException("state", new RpcException(new Status(StatusCode.InvalidArgument, ""))),
        new RpcException(new Status(StatusCode.Unavailable, "another service's own words")),
        new RpcException(new Status(StatusCode.NotFound, "")),
        new InvalidOperationException(),
        new ObjectDisposedException("client"),
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Call_ThatFailsOtherwise_FailsAsItIs(Exception failure) => (await ServeAsync(failure)).ShouldBeSameAs(failure);

    [Fact]
    public async Task Call_WhoseCallerLeft_IsCancelledAndNotUnavailable()
    {
        var broken = new DaprException("state", new RpcException(new Status(StatusCode.Cancelled, "")));

        (await ServeAsync(broken, new CancellationToken(canceled: true))).ShouldBeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task Call_OfAServiceThatStops_IsUnavailable()
    {
        _lifetime.StopApplication();

        (await ServeAsync(new ObjectDisposedException("client"))).ShouldBeOfType<RpcException>().StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    private Task<Exception> ServeAsync(Exception failure, CancellationToken caller = default) => Should.ThrowAsync<Exception>(() =>
        new ServiceInterceptor(new AccessCheck(), _lifetime, NullLogger<ServiceInterceptor>.Instance)
            .UnaryServerHandler<string, string>("", new ServedCall { Caller = caller }, (_, _) => throw failure));
}
