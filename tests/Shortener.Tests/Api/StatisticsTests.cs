using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Platform.Shortener.V1;
using Platform.Testing;

namespace Platform.Shortener.Tests.Api;

public sealed class StatisticsTests(ShortenerFixture shortener) : IClassFixture<ShortenerFixture>
{
    private const string Topic = "shortener-links-clicked";

    [Fact]
    public async Task Clicks_OfABatchThatComesTwice_CountOnce()
    {
        var link = await CreateAsync();
        var batch = Batch(Click(link), Click(link), Bot(link));

        await PublishAsync(batch);
        await PublishAsync(batch);
        await PublishAsync(Batch(Click(link)));

        await Eventually.AssertAsync(async () => (await StatsAsync(link)).Clicks.ShouldBe(3));
        var stats = await StatsAsync(link);
        stats.BotClicks.ShouldBe(1);
        stats.UniqueVisitors.ShouldBe(1);
        stats.Referrers["news.example"].ShouldBe(3);
        stats.Countries["DE"].ShouldBe(3);
        stats.Browsers["Firefox"].ShouldBe(3);
        stats.Daily.ShouldHaveSingleItem().Date.ShouldBe("2026-01-01");
    }

    [Fact]
    public async Task Clicks_ThatAreBroken_DoNotHoldUpOthers()
    {
        var link = await CreateAsync();
        var timeless = Click(link);
        timeless.LastClickTime = null;
        var absurd = Click(link);
        absurd.ReferrerHosts.Clear();
        absurd.ReferrerHosts.Add(new string('x', 10_000), 1);
        var codeless = Click(link);
        codeless.ShortCode = "a||b";
        var unknown = Click(link);
        unknown.ShortCode = "unknown";

        var negative = Click(link);
        negative.Clicks = -5;

        await PublishAsync(Batch(timeless, absurd, codeless, unknown, negative, Click(link)));

        await Eventually.AssertAsync(async () => (await StatsAsync(link)).Clicks.ShouldBe(3));
        (await StatsAsync(link)).Referrers["other"].ShouldBe(1);
    }

    [Fact]
    public async Task Statistics_OfAPurgedLink_AreGoneForTheNextOfItsCode()
    {
        const string alias = "reborn";
        var first = await CreateAsync(alias);
        await PublishAsync(Batch(Click(first)));
        await Eventually.AssertAsync(async () => (await StatsAsync(first)).Clicks.ShouldBe(1));
        await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = first.Name });
        shortener.Clock.Advance(TimeSpan.FromDays(31));

        (await shortener.Host.Dapr.GetStateEntryAsync<object>("statestore", "link-stats/" + alias)).Value.ShouldBeNull();
        var second = await CreateAsync(alias);

        (await StatsAsync(second)).Clicks.ShouldBe(0);
    }

    [Fact]
    public async Task Statistics_OfARestoredLink_AreKept()
    {
        var link = await CreateAsync();
        await PublishAsync(Batch(Click(link)));
        await Eventually.AssertAsync(async () => (await StatsAsync(link)).Clicks.ShouldBe(1));
        await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name });

        await shortener.Client.UndeleteLinkAsync(new UndeleteLinkRequest { Name = link.Name });
        shortener.Clock.Advance(TimeSpan.FromDays(31));

        (await StatsAsync(link)).Clicks.ShouldBe(1);
    }

    private static LinksClicked.Types.LinkClicks Click(Link link) => new()
    {
        ShortCode = link.ShortCode,
        LastClickTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)),
        Clicks = 1,
        VisitorHashes = ByteString.CopyFrom(0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0),
        ReferrerHosts = { ["news.example"] = 1 },
        Countries = { ["DE"] = 1 },
        Browsers = { ["Firefox"] = 1 },
    };

    private static LinksClicked.Types.LinkClicks Bot(Link link) => new() { ShortCode = link.ShortCode, BotClicks = 1 };

    private static LinksClicked Batch(params LinksClicked.Types.LinkClicks[] links) =>
        new() { BatchId = Guid.NewGuid().ToString("N"), Links = { links } };

    private async Task<Link> CreateAsync(string alias = "") =>
        await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = "https://example.com/stats", Alias = alias });

    private async Task<LinkStats> StatsAsync(Link link) => await shortener.Client.GetLinkStatsAsync(new GetLinkStatsRequest { Name = link.Name });

    private Task PublishAsync(LinksClicked batch) => shortener.Host.Dapr.PublishByteEventAsync(
        "pubsub", Topic, Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(batch)), "application/json");
}
