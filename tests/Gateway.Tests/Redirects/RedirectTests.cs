using System.Net;
using Gateway.Tests.Http;
using Platform.Testing;

namespace Gateway.Tests.Redirects;

public sealed class RedirectTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task Get_KnownCode_RedirectsByteForByteAndCountsTheClick()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/abc-1");
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 Firefox/130.0");
        request.Headers.TryAddWithoutValidation("Referer", "https://news.example/item?id=1");
        request.Headers.TryAddWithoutValidation("CF-IPCountry", "DE");

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.NonValidated["Location"].ToString().ShouldBe(FakeLinks.Location("abc-1"));
        response.Headers.CacheControl!.Private.ShouldBeTrue();
        await Eventually.AssertAsync(() => gateway.Clicks.ShouldContain(c =>
            c.Code == "abc-1" && c.UserAgent == "Mozilla/5.0 Firefox/130.0" && c.Referrer == "https://news.example/item?id=1" && c.Country == "DE"));
    }

    [Fact]
    public async Task Head_KnownCode_RedirectsWithoutClick()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/head-only");

        using var response = await gateway.Client.SendAsync(request);
        using var marker = await gateway.Client.GetAsync("/after-head");

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        await Eventually.AssertAsync(() => gateway.Clicks.ShouldContain(c => c.Code == "after-head"));
        gateway.Clicks.ShouldNotContain(c => c.Code == "head-only");
    }

    [Fact]
    public async Task Head_CountedLink_OnlyLooks()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/counted");

        using var head = await gateway.Client.SendAsync(request);
        using var get = await gateway.Client.GetAsync("/counted");

        head.StatusCode.ShouldBe(HttpStatusCode.Found);
        get.StatusCode.ShouldBe(HttpStatusCode.Found);
        gateway.Links.Peeks.Count(code => code == "counted").ShouldBe(1);
    }

    [Theory]
    [InlineData("/missing", 404)]
    [InlineData("/expired", 410)]
    [InlineData("/down", 503)]
    public async Task Get_CodeThatLeadsNowhere_IsAProblem(string path, int status)
    {
        using var response = await gateway.Client.GetAsync(path);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task Get_MissingCodeByBrowser_IsAPage()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/missing");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task Get_SameCodeTwice_AsksOnce()
    {
        using var first = await gateway.Client.GetAsync("/once");
        var calls = gateway.Links.Calls;

        using var second = await gateway.Client.GetAsync("/once");

        second.StatusCode.ShouldBe(HttpStatusCode.Found);
        gateway.Links.Calls.ShouldBe(calls);
    }
}
