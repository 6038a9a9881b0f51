using System.Net;
using Gateway.Tests.Http;
using Platform.Testing;

namespace Gateway.Tests.Edge;

public sealed class DrainingTests
{
    [Fact]
    public async Task Stop_GatewayInUse_IsNotReadyFirstAndFinishesWhatRuns()
    {
        await using var gateway = new Fixture();
        await gateway.InitializeAsync();
        await using var late = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await late.SendAsync("POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{");

        var stop = gateway.StopAsync();

        await Eventually.AssertAsync(async () =>
        {
            using var health = await gateway.Client.GetAsync("/healthz");
            health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await health.Content.ReadAsStringAsync()).ShouldContain("draining");
        });
        using var stillServed = await gateway.Client.GetAsync("/v1/things/1");
        stillServed.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.AssertAsync(() => Should.ThrowAsync<HttpRequestException>(() => gateway.Client.GetAsync("/healthz")));
        stop.IsCompleted.ShouldBeFalse();
        await late.SendAsync("}");
        RawClient.Statuses(await late.ReadToEndAsync()).ShouldBe([200]);
        await stop;
    }

    private sealed class Fixture : GatewayFixture
    {
        protected override Dictionary<string, string> Settings => new() { ["Gateway:Drain:Delay"] = "00:00:02" };
    }
}
