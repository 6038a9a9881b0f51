using Google.Protobuf.WellKnownTypes;
using Platform.Shortener.V1;

namespace Platform.Shortener.Tests.Api;

public sealed class ListLinksTests(ShortenerFixture shortener) : IClassFixture<ShortenerFixture>
{
    [Fact]
    public async Task List_ByPages_GivesEachLinkOnceNewestFirst()
    {
        var made = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            shortener.Clock.Advance(TimeSpan.FromMilliseconds(1));
            made.Add((await CreateAsync($"https://example.com/{i}", "lister")).ShortCode);
        }

        var listed = await AllPagesAsync(new ListLinksRequest { PageSize = 7 }, "lister");

        listed.ShouldBe(made.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task List_LinksMadeMeanwhile_AppearOnNoLaterPage()
    {
        for (var i = 0; i < 10; i++)
        {
            await CreateAsync($"https://example.com/{i}", "writer");
        }

        var first = await shortener.Client.ListLinksAsync(new ListLinksRequest { PageSize = 5 }, CallAssertions.By("writer"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => CreateAsync($"https://example.com/new/{i}", "writer")));
        var second = await shortener.Client.ListLinksAsync(
            new ListLinksRequest { PageSize = 50, PageToken = first.NextPageToken }, CallAssertions.By("writer"));

        second.Links.Select(link => link.ShortCode).Intersect(first.Links.Select(link => link.ShortCode)).ShouldBeEmpty();
        second.Links.Count.ShouldBe(5);
        second.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_ManyCreatedAtOnceByOneOwner_HoldsAll()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => CreateAsync("https://example.com/hot", "crowd")));

        var listed = await AllPagesAsync(new ListLinksRequest { PageSize = 100 }, "crowd");
        var byUrl = await AllPagesAsync(new ListLinksRequest { PageSize = 100, LongUrl = "https://example.com/hot" }, "crowd");

        listed.ShouldBe(made.Select(link => link.ShortCode), ignoreOrder: true);
        byUrl.ShouldBe(listed, ignoreOrder: true);
    }

    [Fact]
    public async Task List_ByLongUrl_FollowsChangesOfTheUrl()
    {
        const string first = "https://example.com/first", second = "https://example.com/second";
        var link = await CreateAsync(first, "mover");

        await MoveAsync(link, second);
        var whileAway = await AllPagesAsync(new ListLinksRequest { LongUrl = first }, "mover");
        await MoveAsync(link, first);

        whileAway.ShouldBeEmpty();
        (await AllPagesAsync(new ListLinksRequest { LongUrl = second }, "mover")).ShouldBeEmpty();
        (await AllPagesAsync(new ListLinksRequest { LongUrl = first, PageSize = 1 }, "mover")).ShouldBe([link.ShortCode]);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA")]
    public async Task List_ForgedToken_IsRefused(string token)
    {
        var call = shortener.Client.ListLinksAsync(new ListLinksRequest { PageToken = token });

        (await call.ShouldBeInvalidAsync()).ShouldBe(["page_token"]);
    }

    [Fact]
    public async Task List_TokenOfAnotherFilter_IsRefused()
    {
        await CreateAsync("https://example.com/1", "filter");
        await CreateAsync("https://example.com/2", "filter");
        var page = await shortener.Client.ListLinksAsync(new ListLinksRequest { PageSize = 1 }, CallAssertions.By("filter"));

        var call = shortener.Client.ListLinksAsync(
            new ListLinksRequest { PageToken = page.NextPageToken, LongUrl = "https://example.com/1" }, CallAssertions.By("filter"));

        (await call.ShouldBeInvalidAsync()).ShouldBe(["page_token"]);
    }

    private async Task<Link> CreateAsync(string longUrl, string owner) =>
        await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = longUrl }, CallAssertions.By(owner));

    private async Task MoveAsync(Link link, string longUrl)
    {
        shortener.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await shortener.Client.UpdateLinkAsync(
            new UpdateLinkRequest { Link = new Link { Name = link.Name, LongUrl = longUrl }, UpdateMask = new FieldMask { Paths = { "long_url" } } },
            CallAssertions.By("mover"));
    }

    private async Task<List<string>> AllPagesAsync(ListLinksRequest request, string owner)
    {
        var codes = new List<string>();
        do
        {
            var page = await shortener.Client.ListLinksAsync(request, CallAssertions.By(owner));
            codes.AddRange(page.Links.Select(link => link.ShortCode));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return codes;
    }
}
