using Gateway.Tests.Http;

namespace Gateway.Tests.Edge;

public sealed class RequestIdTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("a")]
    [InlineData("4bf92f35-77b3_4da6.a3ce:929d0e0e4736")]
    public async Task Get_OwnRequestId_LeadsThroughToTheService(string id)
    {
        var (answered, forwarded) = await SendAsync(id);

        answered.ShouldBe(id);
        forwarded.ShouldBe(id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("<script>")]
    [InlineData("a,b")]
    [InlineData("${jndi:x}")]
    public async Task Get_NoOrBadRequestId_MakesOne(string? id)
    {
        var (answered, forwarded) = await SendAsync(id);

        answered.ShouldNotBe(id);
        answered.ShouldMatch("^[0-9a-f]{32}$");
        forwarded.ShouldBe(answered);
    }

    [Fact]
    public async Task Get_Many_HaveIdsOfTheirOwn()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => SendAsync(id: null)));

        ids.Select(id => id.Answered).Distinct().Count().ShouldBe(ids.Length);
    }

    [Fact]
    public async Task Get_RequestIdOf129Characters_MakesOne() => (await SendAsync(new string('a', 129))).Answered.Length.ShouldBe(32);

    [Fact]
    public async Task Get_TwoRequestIds_MakesOne()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/metadata");
        request.Headers.TryAddWithoutValidation("X-Request-Id", ["a", "b"]);

        using var response = await gateway.Client.SendAsync(request);

        response.Headers.GetValues("X-Request-Id").Single().Length.ShouldBe(32);
    }

    [Theory]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/known", 302)]
    [InlineData("/openapi.json", 200)]
    public async Task Get_AnyAnswer_HasARequestId(string path, int status)
    {
        using var response = await gateway.Client.GetAsync(path);

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("X-Request-Id").Single().ShouldNotBeEmpty();
    }

    private async Task<(string Answered, string? Forwarded)> SendAsync(string? id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/metadata");
        if (id is not null) request.Headers.TryAddWithoutValidation("X-Request-Id", id);
        using var response = await gateway.Client.SendAsync(request);
        return (response.Headers.GetValues("X-Request-Id").Single(), (string?)(await Json.ReadAsync(response))["labels"]!["x-request-id"]);
    }
}
