using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Gateway.Tests.RateLimits;

public sealed class LimitedTests(LimitedFixture gateway) : IClassFixture<LimitedFixture>
{
    private const string Path = "/v1/links/unknown";

    [Fact]
    public async Task Requests_WithinTheLimit_HearWhereTheyStand()
    {
        using var first = await gateway.GetAsync(Path, "192.0.2.1");
        using var second = await gateway.GetAsync(Path, "192.0.2.1");

        first.StatusCode.ShouldBe(HttpStatusCode.NotFound, "the limiter lets it through to the service");
        Header(first, "RateLimit-Policy").ShouldBe("\"per-hour\";q=3;w=3600, \"per-day\";q=100;w=86400");
        Header(first, "RateLimit").ShouldMatch("^\"per-hour\";r=2;t=\\d+, \"per-day\";r=99;t=\\d+$");
        Header(second, "RateLimit").ShouldMatch("^\"per-hour\";r=1;t=\\d+, \"per-day\";r=98;t=\\d+$");
        Header(second, "X-RateLimit-Limit").ShouldBe("3");
        Header(second, "X-RateLimit-Remaining").ShouldBe("1");
        int.Parse(Header(second, "X-RateLimit-Reset")).ShouldBeInRange(1, 3600);
        second.Headers.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task Requests_OverTheLimit_Get429WithAProblem()
    {
        for (var i = 0; i < 3; i++) (await gateway.GetAsync(Path, "192.0.2.2")).Dispose();

        using var refused = await gateway.GetAsync(Path, "192.0.2.2");
        using var again = await gateway.GetAsync(Path, "192.0.2.2");
        using var other = await gateway.GetAsync(Path, "192.0.2.3");

        foreach (var response in new[] { refused, again })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
            Header(response, "RateLimit").ShouldMatch("^\"per-hour\";r=0;t=\\d+, \"per-day\";r=97;t=\\d+$");
            Header(response, "X-RateLimit-Remaining").ShouldBe("0");
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("reason").GetString().ShouldBe("RATE_LIMITED");
            problem.GetProperty("code").GetString().ShouldBe("RESOURCE_EXHAUSTED");
            problem.GetProperty("metadata").GetProperty("violatedPolicies").GetString().ShouldBe("per-hour");
        }

        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requests_OfOneIPv6Network_CountTogether()
    {
        for (var i = 1; i <= 3; i++) (await gateway.GetAsync(Path, $"2001:db8:1:2::{i}")).Dispose();

        using var same = await gateway.GetAsync(Path, "2001:db8:1:2:ffff::9");
        using var other = await gateway.GetAsync(Path, "2001:db8:1:3::1");

        same.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requests_OnTheDenyList_Get403()
    {
        using var response = await gateway.GetAsync(Path, "203.0.113.7");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString().ShouldBe("DENY_LISTED");
    }

    [Fact]
    public async Task Requests_WithoutRule_HaveNoHeaders()
    {
        using var response = await gateway.GetAsync("/v1/links/unknown/stats", "192.0.2.4");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Headers.Contains("RateLimit").ShouldBeFalse();
    }

    [Fact]
    public async Task Requests_ThatNothingIsBoundTo_AreLimitedToo()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await gateway.GetAsync($"/v1/nothing/{i}", "192.0.2.5");
            statuses.Add(response.StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests]);
    }

    [Fact]
    public async Task Requests_WithBadCredentials_AreLimitedByAddress()
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var path in new[] { "/v1/links", Path, "/v1/users/me" })
        {
            using var response = await gateway.GetAsync(path, "192.0.2.7", ("Authorization", $"Bearer guess{statuses.Count}"));
            statuses.Add(response.StatusCode);
        }

        using var other = await gateway.GetAsync("/v1/links", "192.0.2.8", ("Authorization", "Bearer guess"));
        using var honest = await gateway.GetAsync("/v1/links", "192.0.2.7");
        statuses.ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]);
        other.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        honest.StatusCode.ShouldBe(HttpStatusCode.OK, "who brings no credentials is not taken for who guesses");
    }

    [Fact]
    public async Task Requests_WithLeases_CountDownAsWithout()
    {
        var remaining = new List<long>();
        for (var i = 0; i < 60; i++)
        {
            using var response = await gateway.GetAsync("/v1/links", "192.0.2.6");
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            remaining.Add(long.Parse(Header(response, "X-RateLimit-Remaining")));
        }

        remaining.ShouldAllBe(left => left >= 900 && left <= 1000);
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
