using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;
using Platform.Inventory.Domain.Stock;
using Platform.Inventory.V1;
using Platform.Testing;

namespace Platform.Inventory.Tests.Api;

/// <summary>A service with <c>APP_API_TOKEN</c>: its sidecar is let in, by gRPC and by HTTP, and nobody else.</summary>
public sealed class AppTokenTests : IAsyncLifetime
{
    private const string Token = "only-the-sidecar-knows";

    private readonly HttpClient _http = new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private TestPlatform? _platform;

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    private InventoryService.InventoryServiceClient Direct => new(Platform["inventory"].Channel);

    public async ValueTask InitializeAsync() => _platform = await TestPlatform.StartAsync(new ServiceSettings<SkuStock>
    {
        AppId = "inventory",
        Configuration = new Dictionary<string, string?> { ["APP_API_TOKEN"] = Token },
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    [Fact]
    public async Task Call_ByTheSidecar_ReachesServiceAndActor()
    {
        var client = new InventoryService.InventoryServiceClient(Platform["inventory"].Services.GetRequiredService<ServiceInvokers>().For("inventory"));

        // Eventually: the sidecar may still be asking which actors there are.
        await Eventually.AssertAsync(async () =>
            (await client.RestockItemAsync(new RestockItemRequest { Name = "stock/locked", Warehouse = "us-east", Quantity = 3, RequestId = "once" }, Calls.Admin)).OnHand.ShouldBe(3));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("only-the-sidecar-know")]
    [InlineData("only-the-sidecar-knows ,")]
    public async Task Call_WithoutTheToken_IsUnauthenticated(string? token)
    {
        var headers = Calls.Admin;
        if (token is not null)
        {
            headers.Add("dapr-api-token", token);
        }

        await Direct.ListStockAsync(new ListStockRequest(), headers).ShouldFailAsync(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Call_WithTheToken_IsServed()
    {
        var headers = Calls.Admin;
        headers.Add("dapr-api-token", Token);

        (await Direct.ListStockAsync(new ListStockRequest(), headers)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/dapr/subscribe")]
    [InlineData("/dapr/config")]
    [InlineData("/actors/SkuActor/x/method/Get")]
    [InlineData("/healthz/../dapr/config")]
    public async Task Callback_WithoutTheToken_IsUnauthorized(string path) =>
        (await _http.GetAsync(new Uri(Platform["inventory"].Address, path))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Reflection_WithoutTheToken_IsUnauthenticated()
    {
        using var content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };

        var answer = await _http.PostAsync(new Uri(Platform["inventory"].Address, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"), content);

        answer.Headers.GetValues("grpc-status").ShouldBe(["16"]);
    }

    [Fact]
    public async Task Health_WithoutTheToken_IsTold()
    {
        var health = await new Health.HealthClient(Platform["inventory"].Channel).CheckAsync(new HealthCheckRequest());

        health.Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
        (await _http.GetAsync(new Uri(Platform["inventory"].Address, "/healthz"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
