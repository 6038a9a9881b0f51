using Platform.Testing;
using static Dapr.Actors.Tests.LocalDapr.StateTests;

namespace Dapr.Actors.Tests.LocalDapr;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_WithAPeriod_TicksUntilItIsStopped()
    {
        await using var shop = await ShopHost.StartAsync();
        var stock = shop.Stock("apples");
        await stock.TickAsync("t", 2 * Second, 5 * Second);

        shop.Time.Advance(Second);
        shop.Log.CountOf("apples tick 1").ShouldBe(0);
        await shop.AdvanceUntilAsync(Second, () => shop.Log.CountOf("apples tick 1").ShouldBe(1));
        await shop.AdvanceUntilAsync(Second, () => shop.Log.CountOf("apples tick 1").ShouldBe(2));
        await stock.StopTickingAsync("t");
        var count = await stock.GetAsync();
        shop.Time.Advance(20 * Second);

        count.ShouldBe(2);
        (await stock.GetAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Timer_WithoutAPeriod_TicksOnce()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").TickAsync("t", Second, Timeout.InfiniteTimeSpan);

        await shop.AdvanceUntilAsync(Second, () => shop.Log.CountOf("apples tick 1").ShouldBe(1));
        shop.Time.Advance(20 * Second);

        (await shop.Stock("apples").GetAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Timer_ThatIsRegisteredAgain_TakesThePlaceOfTheOld()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").TickAsync("t", Second, Second);
        await shop.Stock("apples").TickAsync("t", 100 * Second, Second);

        shop.Time.Advance(50 * Second);
        (await shop.Stock("apples").GetAsync()).ShouldBe(0);

        await shop.AdvanceUntilAsync(10 * Second, () => shop.Log.CountOf("apples tick 1").ShouldBeGreaterThan(0));
    }

    [Fact]
    public async Task Timer_OfAnActorThatWentIdle_IsGone()
    {
        await using var shop = await ShopHost.StartAsync(configure: options => options.ActorIdleTimeout = TimeSpan.FromMinutes(1));
        await shop.Stock("apples").TickAsync("t", TimeSpan.FromHours(1), Second);

        await shop.AdvanceUntilAsync(30 * Second, () => shop.Log.CountOf("deactivated apples").ShouldBe(1));
        shop.Time.Advance(TimeSpan.FromHours(2));

        (await shop.Stock("apples").GetAsync()).ShouldBe(0);
        shop.Log.CountOf("activated apples").ShouldBe(2);
    }

    [Fact]
    public async Task Api_OfTimers_TakesRepetitionsAndAnEnd()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").GetAsync();
        using var http = new HttpClient { BaseAddress = shop.EndpointOf(0) };

        await PutAsync(http, "v1.0/actors/Stock/apples/timers/three", """{"dueTime":"1s","period":"R3/PT1S","callback":"OnTick","data":"AQID"}""");
        await PutAsync(http, "v1.0/actors/Stock/apples/timers/end", """{"dueTime":"1s","period":"@every 1s","ttl":"1500ms","callback":"OnTick","data":"AQI="}""");
        var wrong = await CodeAsync(await PutAsync(http, "v1.0/actors/Stock/apples/timers/x", """{"period":"1 day"}"""));
        await shop.AdvanceUntilAsync(Second, () =>
        {
            shop.Log.CountOf("apples tick 3").ShouldBe(3);
            shop.Log.CountOf("apples tick 2").ShouldBeGreaterThan(0);
        });
        shop.Time.Advance(20 * Second);

        wrong.ShouldBe("ERR_ACTOR_TIMER_CREATE");
        // A firing that is late for the next one leaves it out, and then there is none before the end.
        shop.Log.CountOf("apples tick 2").ShouldBeInRange(1, 2);
        await Eventually.AssertAsync(async () => (await shop.Stock("apples").GetAsync()).ShouldBe(3 + shop.Log.CountOf("apples tick 2")));
    }
}
