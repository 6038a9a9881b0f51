using System.Net;
using System.Text;
using Platform.Gateway.Redirects;

namespace Gateway.Tests.Redirects;

public sealed class ClickEventsTests
{
    private static readonly Click Plain = new("abc", DateTimeOffset.UnixEpoch, IPAddress.Parse("203.0.113.7"), null, "Mozilla/5.0 Firefox/1", null, null);

    private readonly ClickEvents _events = new(new VisitorHash(Encoding.UTF8.GetBytes("a key for tests.")));

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox", false)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36", "Chrome", false)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0", "Edge", false)]
    [InlineData("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari", false)]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "other", true)]
    [InlineData("curl/8.5.0", "other", true)]
    [InlineData("Something new", "other", false)]
    [InlineData("", "", true)]
    [InlineData(null, "", true)]
    public void Classify_UserAgent_TellsFamilyAndBots(string? userAgent, string family, bool isBot) =>
        UserAgents.Classify(userAgent).ShouldBe(new AgentClass(family, isBot));

    [Theory]
    [InlineData("https://News.Example:8443/a?b", "news.example")]
    [InlineData("android-app://com.example", null)]
    [InlineData("not a url", null)]
    [InlineData(null, null)]
    public void Batch_Referrer_IsReducedToItsHost(string? referrer, string? host) =>
        _events.Batch("1", [Plain with { Referrer = referrer }]).Links[0].ReferrerHosts.Keys.ShouldBe(host is null ? [] : [host]);

    [Theory]
    [InlineData("de", "DE")]
    [InlineData("XX", null)]
    [InlineData("Germany", null)]
    [InlineData(null, null)]
    public void Batch_Country_IsACodeOrNothing(string? header, string? country) =>
        _events.Batch("1", [Plain with { Country = header }]).Links[0].Countries.Keys.ShouldBe(country is null ? [] : [country]);

    [Fact]
    public void Batch_Visitors_AreToldApartWithoutTheirAddress()
    {
        var other = Plain with { Address = IPAddress.Parse("203.0.113.8") };
        var mapped = Plain with { Address = Plain.Address!.MapToIPv6() };
        var proxied = Plain with { Address = IPAddress.Loopback, ForwardedAddress = "203.0.113.7, 10.0.0.1" };

        var batch = _events.Batch("batch", [Plain, other, mapped, proxied]);

        var link = batch.Links.ShouldHaveSingleItem();
        link.Clicks.ShouldBe(4);
        link.VisitorHashes.Length.ShouldBe(2 * sizeof(ulong));
        link.VisitorHashes.Span[..8].SequenceEqual(link.VisitorHashes.Span[8..]).ShouldBeFalse();
        batch.BatchId.ShouldBe("batch");
        batch.ToString().ShouldNotContain("203.0.113");
    }

    [Fact]
    public void Batch_ManyClicks_AreSummedUpByLinkAndDay()
    {
        var tomorrow = Plain with { Time = Plain.Time.AddDays(1) };
        var bot = Plain with { UserAgent = "curl/8.5.0" };
        var elsewhere = Plain with { Code = "xyz", Country = "DE" };

        var batch = _events.Batch("batch", [Plain, tomorrow, bot, Plain with { Time = Plain.Time.AddHours(2) }, elsewhere]);

        batch.Links.Select(link => (link.ShortCode, link.LastClickTime.ToDateTimeOffset(), link.Clicks, link.BotClicks)).ShouldBe(
            [("abc", Plain.Time.AddHours(2), 2, 1), ("abc", tomorrow.Time, 1, 0), ("xyz", Plain.Time, 1, 0)]);
        batch.Links[0].Browsers.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, long>("Firefox", 2));
        batch.Links[2].Countries["DE"].ShouldBe(1);
    }
}
