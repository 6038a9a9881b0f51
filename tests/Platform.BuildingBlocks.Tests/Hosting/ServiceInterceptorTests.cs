using Dapr;
using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.Hosting.Internal;

namespace Platform.BuildingBlocks.Tests.Hosting;

public sealed class ServiceInterceptorTests
{
    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public async Task Call_WhoseSidecarIsAway_IsUnavailable(StatusCode code)
    {
        var failure = await ServeAsync(new DaprException("state", new RpcException(new Status(code, "private"))));

        var told = failure.ShouldBeOfType<RpcException>();
        (told.StatusCode, told.ReasonOf()).ShouldBe((StatusCode.Unavailable, "SIDECAR_UNAVAILABLE"));
        told.Status.Detail.ShouldNotContain("private");
    }

    [Fact]
    public async Task Call_ThatTheSidecarRefuses_FailsAsItIs()
    {
        var refusal = new DaprException("state", new RpcException(new Status(StatusCode.InvalidArgument, "")));

        (await ServeAsync(refusal)).ShouldBeSameAs(refusal);
    }

    private static Task<Exception> ServeAsync(Exception failure) => Should.ThrowAsync<Exception>(() =>
        new ServiceInterceptor(new AccessCheck()).UnaryServerHandler<string, string>("", new ServedCall(), (_, _) => throw failure));
}
