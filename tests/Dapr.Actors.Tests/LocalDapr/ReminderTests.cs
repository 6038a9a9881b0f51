using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Testing;
using static Dapr.Actors.Tests.LocalDapr.StateTests;

namespace Dapr.Actors.Tests.LocalDapr;

public sealed class ReminderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public async Task Reminder_WithRepetitions_FiresThatOften()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").RemindAsync("r", 5 * Second, 10 * Second, repetitions: 3);

        shop.Time.Advance(4 * Second);
        shop.Log.CountOf("apples reminder r 2").ShouldBe(0);
        for (var firing = 1; firing <= 3; firing++)
        {
            var count = firing;
            await shop.AdvanceUntilAsync(Second, () => shop.Log.CountOf("apples reminder r 2").ShouldBe(count));
        }

        await Eventually.AssertAsync(async () => (await shop.Stock("apples").PeriodOfAsync("r")).ShouldBeNull());
        shop.Time.Advance(60 * Second);
        (await shop.Stock("apples").GetAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Reminder_ThatIsForgotten_FiresNoMore()
    {
        await using var shop = await ShopHost.StartAsync();
        var stock = shop.Stock("apples");
        await stock.RemindAsync("r", Second, Second, repetitions: 0);
        (await stock.PeriodOfAsync("r")).ShouldBe(Second);

        await stock.ForgetAsync("r");
        await stock.ForgetAsync("r");
        shop.Time.Advance(10 * Second);

        (await stock.PeriodOfAsync("r")).ShouldBeNull();
        (await stock.GetAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Reminder_ThatForgetsItself_FiresOnce()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").RemindAsync("once", Second, Second, repetitions: 0);

        await shop.AdvanceUntilAsync(Second, () => shop.Log.CountOf("apples reminder once 2").ShouldBe(1));
        await Eventually.AssertAsync(async () => (await shop.Stock("apples").PeriodOfAsync("once")).ShouldBeNull());
        shop.Time.Advance(10 * Second);

        (await shop.Stock("apples").GetAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Reminders_ThatWereDueWhileNothingRan_FireOnceEachAfterRestart()
    {
        using var data = new TempFolder();
        await using (var shop = await ShopHost.StartAsync(dataDirectory: data.Path))
        {
            await shop.Stock("past").RemindAsync("r", Second, 10 * Second, repetitions: 0);
            await shop.Stock("last").RemindAsync("r", Second, Never, repetitions: 0);
            await shop.Stock("future").RemindAsync("r", TimeSpan.FromHours(2), Never, repetitions: 0);
        }

        await using (var shop = await ShopHost.StartAsync(dataDirectory: data.Path, started: 0))
        {
            // An hour in which the reminder of "past" would have fired hundreds of times.
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.StartAppAsync(0);
            await Eventually.AssertAsync(() =>
            {
                shop.Time.Advance(TimeSpan.Zero);
                shop.Log.CountOf("past reminder r 2").ShouldBe(1);
                shop.Log.CountOf("last reminder r 2").ShouldBe(1);
            });
            (await shop.Stock("past").PeriodOfAsync("r")).ShouldBe(10 * Second);
            await shop.AdvanceUntilAsync(Second, () => shop.Log.CountOf("past reminder r 2").ShouldBe(2));
            shop.Log.CountOf("future reminder r 2").ShouldBe(0);
            await shop.AdvanceUntilAsync(TimeSpan.FromMinutes(10), () => shop.Log.CountOf("future reminder r 2").ShouldBe(1));
            shop.Log.CountOf("last reminder r 2").ShouldBe(1);
        }
    }

    [Fact]
    public async Task Reminder_ThatFails_IsTriedAgainThreeTimes()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").RemindAsync("failing", Second, TimeSpan.FromHours(1), repetitions: 0);

        for (var attempt = 1; attempt <= 4; attempt++)
        {
            var count = attempt;
            await shop.AdvanceUntilAsync(Second, () => shop.Log.CountOf("apples reminder failing 2").ShouldBe(count));
        }

        await Eventually.AssertAsync(async () =>
        {
            shop.Time.Advance(Second);
            shop.Log.CountOf("apples reminder failing 2").ShouldBe(4);
            (await shop.Stock("apples").PeriodOfAsync("failing")).ShouldBe(TimeSpan.FromHours(1));
        });
        await shop.AdvanceUntilAsync(TimeSpan.FromMinutes(10), () => shop.Log.CountOf("apples reminder failing 2").ShouldBe(5));
    }

    [Fact]
    public async Task Reminder_WhoseActorIsIdle_ActivatesIt()
    {
        await using var shop = await ShopHost.StartAsync(configure: options => options.ActorIdleTimeout = TimeSpan.FromMinutes(1));
        // So far away that the clock does not get there while it is moved until the actor is idle, however slow the machine.
        await shop.Stock("apples").RemindAsync("r", TimeSpan.FromDays(300), Never, repetitions: 0);

        await shop.AdvanceUntilAsync(TimeSpan.FromSeconds(30), () => shop.Log.CountOf("deactivated apples").ShouldBe(1));
        await shop.AdvanceUntilAsync(TimeSpan.FromDays(10), () => shop.Log.CountOf("apples reminder r 2").ShouldBe(1));

        shop.Log.CountOf("activated apples").ShouldBe(2);
        shop.Log.DoubleActivations.ShouldBe(0);
    }

    [Fact]
    public async Task Api_OfReminders_AnswersAsDocumented()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").GetAsync();
        using var http = new HttpClient { BaseAddress = shop.EndpointOf(0) };
        const string Path = "v1.0/actors/Stock/apples/reminders/";

        (await PutAsync(http, Path + "r", """{"dueTime":"1h","period":"R5/PT1M","data":{"a":[1]},"ttl":"2h"}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var found = await http.GetFromJsonAsync<JsonElement>(Path + "r");
        var again = await CodeAsync(await PutAsync(http, Path + "r", """{"dueTime":"1h","overwrite":false}"""));
        var wrong = await CodeAsync(await PutAsync(http, Path + "x", """{"dueTime":"whenever"}"""));
        var zero = await CodeAsync(await PutAsync(http, Path + "x", """{"period":"R0/PT1S"}"""));
        var malformed = await CodeAsync(await PutAsync(http, Path + "x", "{"));
        using var missing = await http.GetAsync(Path + "x");

        found.GetRawText().ShouldBe(
            """{"actorID":"apples","actorType":"Stock","data":{"a":[1]},"dueTime":"1h","period":"R5/PT1M","ttl":"2026-01-01T03:00:00Z"}""");
        again.ShouldBe("ERR_ACTOR_REMINDER_ALREADY_EXISTS");
        wrong.ShouldBe("ERR_ACTOR_REMINDER_CREATE");
        zero.ShouldBe("ERR_ACTOR_REMINDER_CREATE");
        malformed.ShouldBe("ERR_MALFORMED_REQUEST");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.DeleteAsync(Path + "r")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await http.GetAsync(Path + "r")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Api_OfRemindersAtAnAppThatDoesNotHostThem_Refuses()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").GetAsync();
        using var caller = new HttpClient { BaseAddress = shop.CallerEndpoint };

        (await CodeAsync(await PutAsync(caller, "v1.0/actors/Stock/apples/reminders/r", "{}"))).ShouldBe("ERR_ACTOR_REMINDER_NON_HOSTED");
        (await CodeAsync(await caller.GetAsync("v1.0/actors/Stock/apples/reminders/r"))).ShouldBe("ERR_ACTOR_REMINDER_NON_HOSTED");
        (await CodeAsync(await PutAsync(caller, "v1.0/actors/Stock/apples/timers/t", "{}"))).ShouldBe("ERR_ACTOR_TIMER_CREATE");
    }
}
