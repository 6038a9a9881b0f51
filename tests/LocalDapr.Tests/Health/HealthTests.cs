using System.Net;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Tests.Hosting;
using LocalDapr.Tests.Invocation;
using Microsoft.AspNetCore.Builder;
using Platform.Testing;

namespace LocalDapr.Tests.Health;

/// <summary>What sidecars say of their health and that of their apps, and what follows from it.</summary>
public sealed class HealthTests
{
    private static readonly AppHealthCheck Often = new() { Path = "/alive", Interval = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(5), Threshold = 2 };

    private volatile bool _isHealthy = true;

    [Fact]
    public async Task Healthz_AppNotUp_IsNotReadyWhileOutboundIs()
    {
        await using var host = await SidecarHost.StartAsync(app: new AppOptions { AppId = "shop", AppPort = FreePort.Find() });

        var (status, json) = await host.GetAsync("v1.0/healthz");

        (status, json.GetProperty("errorCode").GetString()).ShouldBe((500, "ERR_HEALTH_NOT_READY"));
        (await host.GetAsync("v1.0/healthz/outbound")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Healthz_AppWithoutPort_IsReadyForItsOwnIdOnly()
    {
        await using var host = await SidecarHost.StartAsync();

        (await host.GetAsync("v1.0/healthz")).Status.ShouldBe(204);
        (await host.GetAsync("v1.0/healthz?appid=shop")).Status.ShouldBe(204);
        (await host.GetAsync("v1.0/healthz?appid=other")).Json.GetProperty("errorCode").GetString().ShouldBe("ERR_HEALTH_APPID_NOT_MATCH");
    }

    [Fact]
    public async Task Healthz_AppComesUp_BecomesReady()
    {
        await using var app = await TargetApp.StartAsync(AppProtocol.H2c, app => app.Run(_ => Task.CompletedTask));
        await using var host = await SidecarHost.StartAsync(app: app.Options);

        await Eventually.AssertAsync(async () => (await host.GetAsync("v1.0/healthz")).Status.ShouldBe(204));
    }

    [Theory]
    [InlineData(AppProtocol.Http)]
    [InlineData(AppProtocol.H2c)]
    public async Task HealthCheck_AppSick_IsNotReadyAndNotInvokedUntilItIsWell(AppProtocol protocol)
    {
        await using var app = await TargetApp.StartAsync(protocol, app => app.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/alive" && !_isHealthy ? 503 : 200;
            return Task.CompletedTask;
        }));
        await using var host = await SidecarHost.StartAsync(app: app.Options with { HealthCheck = Often });
        await Eventually.AssertAsync(async () => (await host.GetAsync("v1.0/healthz")).Status.ShouldBe(204));
        (await host.GetAsync("v1.0/invoke/shop/method/x")).Status.ShouldBe(200);

        _isHealthy = false;

        await Eventually.AssertAsync(async () => (await host.GetAsync("v1.0/healthz")).Status.ShouldBe(500));
        var (status, json) = await host.GetAsync("v1.0/invoke/shop/method/x");
        (status, json.GetProperty("message").GetString()).ShouldBe((500, "failed to invoke, id: shop, err: app is not in a healthy state"));
        _isHealthy = true;
        await Eventually.AssertAsync(async () => (await host.GetAsync("v1.0/invoke/shop/method/x")).Status.ShouldBe(200));
    }

    [Fact]
    public async Task HealthCheck_GrpcApp_IsAskedByItsRpc()
    {
        await using var app = await TargetApp.StartAsync(AppProtocol.Grpc, app => app.MapGrpcService<HealthService>());
        await using var host = await SidecarHost.StartAsync(app: app.Options with { HealthCheck = Often });

        await Eventually.AssertAsync(async () => (await host.GetAsync("v1.0/healthz")).Status.ShouldBe(204));
        HealthService.IsHealthy = false;
        await Eventually.AssertAsync(async () => (await host.GetAsync("v1.0/healthz")).Status.ShouldBe(500));
    }

    [Fact]
    public async Task Shutdown_OverHttpOrGrpc_IsAnsweredAndEndsTheSidecar()
    {
        await using var first = await SidecarHost.StartAsync();
        await using var second = await SidecarHost.StartAsync();

        using var answer = await first.Http.PostAsync(new Uri("v1.0/shutdown", UriKind.Relative), content: null);
        await second.Client.ShutdownAsync(new ShutdownRequest());

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await first.Runtime["shop"].ShutdownRequested.WaitAsync(Eventually.Patience);
        await second.Runtime["shop"].ShutdownRequested.WaitAsync(Eventually.Patience);
        await Should.ThrowAsync<HttpRequestException>(() => first.GetAsync("v1.0/healthz"));
    }

    /// <summary>The health of an app that speaks gRPC.</summary>
    internal sealed class HealthService : AppCallbackHealthCheck.AppCallbackHealthCheckBase
    {
        private static volatile bool _isHealthy = true;

        public static bool IsHealthy
        {
            set => _isHealthy = value;
        }

        public override Task<HealthCheckResponse> HealthCheck(Empty request, ServerCallContext context) =>
            _isHealthy ? Task.FromResult(new HealthCheckResponse()) : throw new RpcException(new Status(StatusCode.Unavailable, "sick"));
    }
}
