using System.Text.Json.Nodes;
using Platform.Drivers.V1;
using Platform.Testing.Services;

namespace Gateway.Tests.Realtime;

/// <summary>What drivers send to <c>drivers/me</c>, to the real service.</summary>
public sealed class SendTests(RealtimeFixture hub) : IClassFixture<RealtimeFixture>
{
    private const string Channel = "drivers/me";

    [Fact]
    public async Task Send_Positions_AreReportsInTheirOrder()
    {
        await GoOnlineAsync("ana");
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "ana", "driver");
        var start = TimeProvider.System.GetUtcNow().AddSeconds(-10);

        // All at once: none is late, for they come in their order.
        for (var i = 1; i <= 5; i++)
        {
            await client.SendAsync(Report($"{i}", At(start.AddSeconds(i), i * 0.0001)));
        }

        for (var i = 1; i <= 5; i++)
        {
            var sent = await client.ReadAsync("sent");
            ((string?)sent["id"], (string?)sent["channel"]).ShouldBe(($"{i}", Channel));
            ((int?)sent["data"]!["acceptedCount"], (string?)sent["data"]!["availability"]).ShouldBe((1, "AVAILABLE"));
        }

        await client.SendAsync(Report("again", At(start.AddSeconds(5), 0)));
        ((string?)(await client.ReadAsync("sent"))["data"]!["rejections"]![0]!["reason"]).ShouldBe("LATE");
        var driver = await Drivers.GetDriverAsync(new GetDriverRequest { Name = Channel }, CallAssertions.By("ana", "driver"));
        driver.Position.Location.Latitude.ShouldBe(-20.4695, 1e-9);
    }

    [Fact]
    public async Task Send_WhatTheServiceRefuses_IsAnswered()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "offline", "driver");
        async Task<JsonObject> RefusedAsync(object message)
        {
            await client.SendAsync(message);
            return await client.ReadAsync("error");
        }

        var offline = await RefusedAsync(Report("1", At(TimeProvider.System.GetUtcNow(), 0)));
        ((string?)offline["id"], (string?)offline["channel"], (string?)offline["code"]).ShouldBe(("1", Channel, "DRIVER_NOT_ONLINE"));
        var nowhere = await RefusedAsync(Report("2", new { location = new { latitude = 91, longitude = 0 }, time = "2026-01-01T00:00:00Z" }));
        ((string?)nowhere["errors"]![0]!["field"]).ShouldBe("positions[0].location");
        ((string?)(await RefusedAsync(Report("3")))["errors"]![0]!["field"]).ShouldBe("positions");
        ((string?)(await RefusedAsync(new { type = "send", channel = Channel, data = new { place = 1 } }))["errors"]![0]!["field"]).ShouldBe("data");
        ((string?)(await RefusedAsync(new { type = "send", channel = "users/me", data = new { } }))["code"]).ShouldBe("CHANNEL_FORBIDDEN");
        ((string?)(await RefusedAsync(new { type = "send", channel = "drivers/ana", data = new { } }))["code"]).ShouldBe("CHANNEL_FORBIDDEN");
        ((string?)(await RefusedAsync(new { type = "send", channel = Channel, data = 1 }))["code"]).ShouldBe("MALFORMED_MESSAGE");
        await client.SendAsync(new { type = "ping", id = "p" });
        await client.ReadAsync("pong");
    }

    [Fact]
    public async Task Send_ByWhoIsNoDriver_IsRefused()
    {
        await using var customer = await RealtimeClient.SignInAsync(hub.Gateway, "customer");
        await customer.SendAsync(Report("1", At(TimeProvider.System.GetUtcNow(), 0)));
        ((string?)(await customer.ReadAsync("error"))["code"]).ShouldBe("ROLE_REQUIRED");

        await using var nobody = await RealtimeClient.OpenAsync(hub.Gateway);
        await nobody.ReadAsync("hello");
        await nobody.SendAsync(Report("1", At(TimeProvider.System.GetUtcNow(), 0)));
        ((string?)(await nobody.ReadAsync("error"))["code"]).ShouldBe("SIGN_IN_REQUIRED");
    }

    private DriverService.DriverServiceClient Drivers => new(hub.Platform["drivers"].Channel);

    private static object Report(string id, params object[] positions) => new { type = "send", id, channel = Channel, data = new { positions } };

    private static object At(DateTimeOffset time, double north) => new { location = new { latitude = -20.47 + north, longitude = -54.55 }, time };

    private async Task GoOnlineAsync(string user) => await Drivers.GoOnlineAsync(
        new GoOnlineRequest { Name = Channel, Vehicle = new Vehicle { VehicleClass = "economy" } }, CallAssertions.By(user, "driver"));
}
