using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Shortener.Domain;
using Platform.Shortener.V1;

namespace Platform.Shortener.Tests.Api;

public sealed class CreateLinkTests(ShortenerFixture shortener) : IClassFixture<ShortenerFixture>
{
    private const string Url = "https://example.com/a";

    [Fact]
    public async Task Create_ExpiryIn100Years_IsKept()
    {
        var expiry = Timestamp.FromDateTimeOffset(shortener.Clock.GetUtcNow().AddYears(100));

        var link = await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url, ExpireTime = expiry });

        (await shortener.Client.GetLinkAsync(new GetLinkRequest { Name = link.Name })).ExpireTime.ShouldBe(expiry);
    }

    [Fact]
    public async Task Create_ExpiryAtTheEndOfTime_CanBeDeletedAndRestored()
    {
        var expiry = Timestamp.FromDateTimeOffset(DateTimeOffset.MaxValue);
        var link = await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url, ExpireTime = expiry });

        var deleted = await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name });
        var restored = await shortener.Client.UndeleteLinkAsync(new UndeleteLinkRequest { Name = link.Name });

        deleted.PurgeTime.ToDateTimeOffset().ShouldBe(shortener.Clock.GetUtcNow().AddDays(30));
        restored.ExpireTime.ShouldBe(expiry);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(315_576_000_000)]
    [InlineData(-315_576_000_000)]
    [InlineData(long.MaxValue)]
    public async Task Create_TtlOutOfRange_NamesTheField(long seconds)
    {
        var request = new CreateLinkRequest { LongUrl = Url, Ttl = new Duration { Seconds = seconds } };

        (await shortener.Client.CreateLinkAsync(request).ShouldBeInvalidAsync()).ShouldBe(["ttl"]);
    }

    [Fact]
    public async Task Create_SeveralBadFields_NamesAll()
    {
        var request = new CreateLinkRequest
        {
            LongUrl = "javascript:alert(1)",
            Alias = "a b",
            MaxVisits = -1,
            ExpireTime = new Timestamp { Seconds = long.MaxValue },
            RequestId = new string('x', 129),
        };

        (await shortener.Client.CreateLinkAsync(request).ShouldBeInvalidAsync()).ShouldBe(["long_url", "alias", "expire_time", "max_visits", "request_id"]);
    }

    [Fact]
    public async Task Create_SameRequestId_GivesTheSameLink()
    {
        var request = new CreateLinkRequest { LongUrl = Url, Alias = "once", RequestId = "one" };
        var first = await shortener.Client.CreateLinkAsync(request);

        (await shortener.Client.CreateLinkAsync(request)).ShouldBe(first);
    }

    [Fact]
    public async Task Create_SameRequestIdAtOnce_MakesOneLink()
    {
        var calls = Enumerable.Range(0, 20).Select(_ => shortener.Client.CreateLinkAsync(
            new CreateLinkRequest { LongUrl = Url, RequestId = "at-once" }, CallAssertions.By("hasty")).ResponseAsync);

        (await Task.WhenAll(calls)).Select(link => link.ShortCode).Distinct().ShouldHaveSingleItem();
        (await shortener.Client.ListLinksAsync(new ListLinksRequest(), CallAssertions.By("hasty"))).Links.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Create_SameRequestIdForAnotherUrl_SaysSo()
    {
        await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url, RequestId = "two" });

        var other = shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url + "/b", RequestId = "two" });

        (await other.ShouldFailAsync(StatusCode.InvalidArgument)).ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Create_SameRequestIdOfAnotherOwner_IsAnotherRequest()
    {
        var request = new CreateLinkRequest { LongUrl = Url, RequestId = "mine" };

        var links = new[] { await shortener.Client.CreateLinkAsync(request, CallAssertions.By("ada")), await shortener.Client.CreateLinkAsync(request, CallAssertions.By("bob")) };

        links[0].ShortCode.ShouldNotBe(links[1].ShortCode);
    }

    [Fact]
    public async Task Create_AliasTaken_SaysSo()
    {
        var request = new CreateLinkRequest { LongUrl = Url, Alias = "taken" };
        await shortener.Client.CreateLinkAsync(request);

        (await shortener.Client.CreateLinkAsync(request).ShouldFailAsync(StatusCode.AlreadyExists)).ShouldBe("ALIAS_TAKEN");
    }

    [Theory]
    [InlineData("http://localhost:8080/x")]
    [InlineData("http://127.0.0.1:8080/x")]
    [InlineData("http://2130706433:8080/x")]
    [InlineData("http://[::1]:8080/x")]
    [InlineData("http://localhos%74:08080/x")]
    [InlineData("http://user@LOCALHOST.:8080/x")]
    public async Task Create_LinkToTheShortenerItself_IsRefused(string url)
    {
        (await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = url }).ShouldBeInvalidAsync()).ShouldBe(["long_url"]);
    }

    [Theory]
    [InlineData("Counter")]
    [InlineData("Hash")]
    [InlineData("Random")]
    public async Task Create_SameUrlOften_NeverFindsNoCode(string strategy)
    {
        await using var platform = await TestPlatform.StartAsync(
            new ServiceSettings<LinkRules> { AppId = "shortener", Configuration = new Dictionary<string, string?> { ["Shortener:Codes"] = strategy } });
        var client = new ShortenerService.ShortenerServiceClient(platform["shortener"].Channel);

        var codes = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            codes.Add((await client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url })).ShortCode);
        }

        codes.Count.ShouldBe(40);
        codes.ShouldAllBe(code => code.Length == 7);
    }

    [Fact]
    public async Task Create_EveryCodeTaken_EndsWithAReason()
    {
        await using var platform = await TestPlatform.StartAsync(
            new ServiceSettings<LinkRules> { AppId = "shortener", ConfigureServices = services => services.AddSingleton<ICodeSource, StuckCodes>() });
        var client = new ShortenerService.ShortenerServiceClient(platform["shortener"].Channel);
        await client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url });

        var second = client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url });

        (await second.ShouldFailAsync(StatusCode.ResourceExhausted)).ShouldBe("NO_FREE_CODE");
    }

    private sealed class StuckCodes : ICodeSource
    {
        public ValueTask<string> NextAsync(string owner, string longUrl, int attempt, CancellationToken cancellationToken) => new("always1");
    }
}
