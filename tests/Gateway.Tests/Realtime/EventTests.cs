using System.Text.Json.Nodes;
using Platform.Messaging.Realtime;

namespace Gateway.Tests.Realtime;

public sealed class EventTests(RealtimeFixture hub) : IClassFixture<RealtimeFixture>
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Fact]
    public async Task Publish_ToAUser_ReachesAllOfTheirSocketsAndNobodyElse()
    {
        await using var phone = await RealtimeClient.SignInAsync(hub.Gateway, "ada");
        await using var laptop = await RealtimeClient.SignInAsync(hub.Gateway, "ada");
        await using var other = await RealtimeClient.SignInAsync(hub.Gateway, "bob");
        foreach (var client in (RealtimeClient[])[phone, laptop, other]) await client.SubscribeAsync("users/me");

        await hub.PublishAsync("users/ada", 1);
        await hub.PublishAsync("users/bob", 2);

        foreach (var (client, number) in new[] { (phone, 1), (laptop, 1), (other, 2) })
        {
            var message = await client.ReadAsync("event");
            ((string?)message["channel"]).ShouldBe("users/me");
            ((string?)message["event"]).ShouldBe("test.numbered");
            NumberOf(message).ShouldBe(number);
        }
    }

    [Fact]
    public async Task Publish_ManyEvents_ComeInOrderWithoutGaps()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "ordered");
        await client.SubscribeAsync("users/me");

        for (var i = 0; i < 10; i++) await hub.PublishAsync("users/ordered", [.. Enumerable.Range(i * 10, 10)]);

        (await ReadNumbersAsync(client, 100)).ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task Publish_ManyPublishersOfOneChannel_EveryEventOnce()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "contended");
        await client.SubscribeAsync("users/me");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => hub.PublishAsync("users/contended", number)));

        (await ReadNumbersAsync(client, 20)).Order().ShouldBe(Enumerable.Range(0, 20));
    }

    [Fact]
    public async Task Subscribe_FromTheLastEvent_GetsWhatWasMissedOnce()
    {
        string last;
        await using (var before = await RealtimeClient.SignInAsync(hub.Gateway, "resumer"))
        {
            await before.SubscribeAsync("users/me");
            await hub.PublishAsync("users/resumer", 1, 2, 3);
            await before.ReadAsync("event");
            last = (string)(await before.ReadAsync("event"))["id"]!;
        }
        await hub.PublishAsync("users/resumer", 4, 5);

        await using var after = await RealtimeClient.SignInAsync(hub.Gateway, "resumer");
        var subscribed = await after.SubscribeAsync("users/me", last);
        await hub.PublishAsync("users/resumer", 6);

        ((string?)subscribed["lastEventId"]).ShouldBe(last);
        (await ReadNumbersAsync(after, 4)).ShouldBe([3, 4, 5, 6]);
    }

    [Fact]
    public async Task Subscribe_FromTheAnswerOfASubscription_GetsWhatWasMissed()
    {
        string begin;
        await using (var before = await RealtimeClient.SignInAsync(hub.Gateway, "silent"))
        {
            begin = (string)(await before.SubscribeAsync("users/me"))["lastEventId"]!;
        }
        await hub.PublishAsync("users/silent", 1);

        await using var after = await RealtimeClient.SignInAsync(hub.Gateway, "silent");
        await after.SubscribeAsync("users/me", begin);

        (await ReadNumbersAsync(after, 1)).ShouldBe([1]);
    }

    [Fact]
    public async Task Subscribe_TooFarBehind_IsReset()
    {
        string begin;
        await using (var before = await RealtimeClient.SignInAsync(hub.Gateway, "sleeper"))
        {
            begin = (string)(await before.SubscribeAsync("users/me"))["lastEventId"]!;
        }
        await hub.PublishAsync("users/sleeper", [.. Enumerable.Range(0, ChannelLog.MaxEvents + 1)]);

        await using var after = await RealtimeClient.SignInAsync(hub.Gateway, "sleeper");
        var subscribed = await after.SubscribeAsync("users/me", begin);
        var reset = await after.ReadAsync("reset");
        await hub.PublishAsync("users/sleeper", 1000);

        ((string?)reset["lastEventId"]).ShouldBe((string?)subscribed["lastEventId"]);
        (await ReadNumbersAsync(after, 1)).ShouldBe([1000]);
    }

    [Theory]
    [InlineData("000000000000-1")]
    [InlineData("ffffffffffff-1")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Subscribe_FromAnEventThatNeverWas_IsReset(string lastEventId)
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "forger");
        await client.SubscribeAsync("users/me", lastEventId);

        await client.ReadAsync("reset");
    }

    [Fact]
    public async Task Change_OfALink_ReachesItsOwnerOnly()
    {
        var code = await Links.CreateAsync(hub, "owner");
        await using var owner = await RealtimeClient.SignInAsync(hub.Gateway, "owner");
        await using var thief = await RealtimeClient.SignInAsync(hub.Gateway, "thief");
        await owner.SubscribeAsync("links/" + code);
        await thief.SendAsync(new { type = "subscribe", channel = "links/" + code });
        ((string?)(await thief.ReadAsync("error"))["code"]).ShouldBe("CHANNEL_FORBIDDEN");

        await Links.UpdateAsync(hub, "owner", code, "https://example.com/changed");

        var changed = await owner.ReadAsync("event");
        ((string?)changed["event"]).ShouldBe("link.changed");
        ((string?)changed["data"]!["longUrl"]).ShouldBe("https://example.com/changed");
    }

    [Fact]
    public async Task Click_OnALink_ShowsWhileItHappens()
    {
        var code = await Links.CreateAsync(hub, "watcher");
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "watcher");
        await client.SubscribeAsync("links/" + code);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + code);
        request.Headers.UserAgent.ParseAdd(Browser);
        using var response = await hub.Client.SendAsync(request);

        var clicked = await client.ReadAsync("event");
        ((string?)clicked["event"]).ShouldBe("link.clicked");
        JsonNode.DeepEquals(clicked["data"], JsonNode.Parse("""{"clicks":"1","botClicks":"0"}""")).ShouldBeTrue(clicked.ToJsonString());
    }

    [Fact]
    public async Task Publish_NobodyEverListened_LeavesNoLog()
    {
        await hub.PublishAsync("users/absent", 1);

        var logs = (ChannelLogs)hub.Platform["shortener"].Services.GetService(typeof(ChannelLogs))!;
        (await logs.FindAsync("users/absent", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_NeverAgain_DroppedWith1013WhileOthersGoOn()
    {
        await using var slow = await RealtimeClient.SignInAsync(hub.Gateway, "slow");
        await slow.SubscribeAsync("users/me");
        await using var fast = await RealtimeClient.SignInAsync(hub.Gateway, "slow");
        await fast.SubscribeAsync("users/me");
        using var dropped = new DroppedCounter();
        var text = new string('x', 15_000);

        // The kernel and the web server buffer some megabytes before it shows.
        var published = 0;
        for (; dropped.Count == 0; published++)
        {
            await hub.PublishTextAsync("users/slow", text, count: 5);
            for (var i = 0; i < 5; i++) await fast.ReadAsync("event");
        }

        (await slow.ReadCloseAsync()).ShouldBe(1013);
        published.ShouldBeGreaterThan(3);
        await hub.PublishTextAsync("users/slow", "", count: 1);
        await fast.ReadAsync("event");
        dropped.Count.ShouldBe(1);
    }

    private static async Task<List<int>> ReadNumbersAsync(RealtimeClient client, int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count) numbers.Add(NumberOf(await client.ReadAsync("event")));
        return numbers;
    }

    private static int NumberOf(JsonObject message) => (int)message["data"]!["number"]!;
}
