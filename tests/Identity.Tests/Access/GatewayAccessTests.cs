using System.Net;
using System.Net.Http.Json;

using Platform.Testing;

namespace Platform.Identity.Tests.Access;

public sealed class GatewayAccessTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    [Fact]
    public async Task ApiKey_GoodForReading_ReadsAndDoesNotWriteUntilItIsRevoked()
    {
        var user = await edge.SignUpAsync();
        var key = await edge.OkAsync(HttpMethod.Post, "/v1/apiKeys", user.Token, new { displayName = "reader", scopes = new[] { "links.read" } });
        var secret = key.GetProperty("key").GetString()!;

        (await SendAsync(HttpMethod.Get, "/v1/links", secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await SendAsync(HttpMethod.Post, "/v1/links", secret, new { longUrl = "https://example.com" });
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"platform\", error=\"insufficient_scope\", scope=\"links.write\"");
        (await SendAsync(HttpMethod.Post, "/v1/apiKeys", secret, new { displayName = "more", scopes = new[] { "links.write" } })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Get, "/v1/links", secret[..^2] + "AA")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await edge.OkAsync(HttpMethod.Delete, "/v1/" + key.GetProperty("name").GetString(), user.Token);
        await Eventually.AssertAsync(async () => (await SendAsync(HttpMethod.Get, "/v1/links", secret)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Credentials_TwoAtOnce_AreRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/links");
        request.Headers.Add("Authorization", "Bearer x");
        request.Headers.Add("X-Api-Key", "pk_x");
        using var response = await edge.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task RefreshToken_ReusedThroughTheGateway_EndsTheFamily()
    {
        var user = await edge.SignUpAsync();
        var next = await edge.OkAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken = user.RefreshToken });

        using var reused = await edge.SendAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken = user.RefreshToken });
        using var after = await edge.SendAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken = next.GetProperty("refreshToken").GetString() });

        reused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WellKnown_Documents_AreAsTheStandardsSay()
    {
        var keys = await edge.OkAsync(HttpMethod.Get, "/.well-known/jwks.json", token: null);
        var configuration = await edge.OkAsync(HttpMethod.Get, "/.well-known/openid-configuration", token: null);

        var key = keys.GetProperty("keys").EnumerateArray().ShouldHaveSingleItem();
        key.EnumerateObject().Select(member => member.Name).ShouldBe(["kty", "crv", "x", "y", "kid", "use", "alg"], ignoreOrder: true);
        configuration.GetProperty("issuer").GetString().ShouldBe("http://localhost:8080");
        configuration.GetProperty("jwks_uri").GetString().ShouldBe("http://localhost:8080/.well-known/jwks.json");
        configuration.GetProperty("id_token_signing_alg_values_supported")[0].GetString().ShouldBe("ES256");
    }

    [Fact]
    public async Task Logs_AfterEverythingThatIsSecret_HoldNoneOfIt()
    {
        const string password = "very-secret-password-7391";
        await edge.OkAsync(HttpMethod.Post, "/v1/users", token: null, new { username = "log-reader", password });
        var (accessToken, refreshToken) = await edge.SignInAsync("log-reader", password);
        var next = await edge.OkAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken });
        var key = (await edge.OkAsync(HttpMethod.Post, "/v1/apiKeys", accessToken, new { displayName = "k", scopes = new[] { "links.read" } })).GetProperty("key").GetString()!;
        var totp = (await edge.OkAsync(HttpMethod.Post, "/v1/users/me/totp:enrol", accessToken, new { password })).GetProperty("secret").GetString()!;
        (await SendAsync(HttpMethod.Get, "/v1/links", key)).Dispose();
        (await edge.SendAsync(HttpMethod.Post, "/v1/tokens", token: null, new { username = "log-reader", password = password + "-wrong" })).Dispose();
        (await edge.SendAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken })).Dispose();
        (await edge.SendAsync(HttpMethod.Get, "/v1/links", accessToken + "x")).Dispose();
        var identity = edge.Platform["identity"].Dapr;
        var admin = (await identity.GetSecretAsync("identity-secrets", "identity-admin-password"))["identity-admin-password"];
        var vault = (await identity.GetSecretAsync("identity-secrets", "identity-encryption-key"))["identity-encryption-key"];

        var log = string.Join('\n', edge.Platform.Logs.Lines);

        log.ShouldContain("POST /v1/tokens", customMessage: "the access log is on");
        foreach (var secret in new[] { password, accessToken, refreshToken, next.GetProperty("accessToken").GetString()!, next.GetProperty("refreshToken").GetString()!, key, totp, admin, vault })
        {
            log.Contains(secret, StringComparison.Ordinal).ShouldBeFalse("a secret is in the log");
        }

        log.ShouldNotContain("eyJhbGciOi", Case.Sensitive, "a token is in the log");
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("shortener")]
    public async Task Secrets_OfIdentity_AreNobodyElses(string app) =>
        await Should.ThrowAsync<Dapr.DaprException>(() => edge.Platform[app].Dapr.GetSecretAsync("identity-secrets", "identity-encryption-key"));

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Api-Key", key);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await edge.Client.SendAsync(request);
    }
}
