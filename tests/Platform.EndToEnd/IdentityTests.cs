using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.EndToEnd;

/// <summary>Signing up and in, through the public door of the whole platform, and what its logs say of it: nothing secret.</summary>
[Collection(nameof(PlatformTests))]
public sealed partial class IdentityTests(PlatformFixture fixture)
{
    private const string Password = "end-to-end-password-4711";

    [Fact]
    public async Task SignUp_SignIn_ReadsOwnAccountAndOwnsItsLinks()
    {
        var (ada, bob) = (await SignUpAsync(), await SignUpAsync());

        var me = await OkAsync(HttpMethod.Get, "/v1/users/me", ada.Access);
        var link = await OkAsync(HttpMethod.Post, "/v1/links", ada.Access, new { longUrl = "https://example.com/owned" });
        var path = "/v1/" + link.GetProperty("name").GetString();

        me.GetProperty("username").GetString().ShouldBe(ada.Username);
        await OkAsync(HttpMethod.Get, path, ada.Access);
        (await StatusAsync(HttpMethod.Get, path, bob.Access)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(HttpMethod.Get, "/v1/users/me", token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(HttpMethod.Get, "/v1/users/me", ada.Access + "x")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refresh_UsedTwice_EndsTheSignIn()
    {
        var user = await SignUpAsync();
        var next = await OkAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken = user.Refresh });

        (await StatusAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken = user.Refresh })).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(HttpMethod.Post, "/v1/tokens:refresh", token: null, new { refreshToken = Text(next, "refreshToken") })).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task FirstAdmin_PasswordOfTheDataFolder_GrantsARoleThatTheNextTokenHas()
    {
        var admin = await SignInAsync("admin", (await fixture.SecretsAsync())["identity-admin-password"]);
        var user = await SignUpAsync();
        var id = Text(await OkAsync(HttpMethod.Get, "/v1/users/me", user.Access), "userId");
        var lookUp = "/v1/users:lookUp?username=" + user.Username;
        (await StatusAsync(HttpMethod.Get, lookUp, user.Access)).ShouldBe(HttpStatusCode.Forbidden);

        await OkAsync(HttpMethod.Post, $"/v1/users/{id}:setRoles", admin.Access, new { roles = new[] { "customer", "admin" } });

        await OkAsync(HttpMethod.Get, lookUp, (await SignInAsync(user.Username, Password)).Access);
    }

    [Fact]
    public async Task Logs_OfTheWholeRun_HoldNoSecretTokenOrPassword()
    {
        var user = await SignUpAsync();
        var key = Text(await OkAsync(HttpMethod.Post, "/v1/apiKeys", user.Access, new { displayName = "k", scopes = new[] { "links.read" } }), "key");
        var totp = Text(await OkAsync(HttpMethod.Post, "/v1/users/me/totp:enrol", user.Access, new { password = Password }), "secret");
        await StatusAsync(HttpMethod.Post, "/v1/tokens", token: null, new { username = user.Username, password = Password + "-wrong" });
        string[] secrets = [Password, user.Access, user.Refresh, key, totp, .. (await fixture.SecretsAsync()).Values];

        var logs = Directory.EnumerateFiles(fixture.DataFolder, "*.log", SearchOption.AllDirectories).ToList();

        logs.ShouldNotBeEmpty();
        foreach (var log in logs.Select(File.ReadAllText).Append(fixture.Platform.Output))
        {
            secrets.Count(secret => log.Contains(secret, StringComparison.Ordinal)).ShouldBe(0, "a secret is in a log");
            Credential().Count(log).ShouldBe(0, "something that looks like a token or a key is in a log");
        }
    }

    // A JWT, a refresh token, an API key, a password hash.
    [GeneratedRegex(@"eyJ[\w-]{10,}\.|\brt_[\w-]{40,}|\bpk_[\w-]{40,}|\$pbkdf2-", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Credential();

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private async Task<(string Username, string Access, string Refresh)> SignUpAsync()
    {
        var username = $"e2e-{Guid.NewGuid():N}";
        await OkAsync(HttpMethod.Post, "/v1/users", token: null, new { username, password = Password });
        return await SignInAsync(username, Password);
    }

    private async Task<(string Username, string Access, string Refresh)> SignInAsync(string username, string password)
    {
        var tokens = await OkAsync(HttpMethod.Post, "/v1/tokens", token: null, new { username, password });
        return (username, Text(tokens, "accessToken"), Text(tokens, "refreshToken"));
    }

    private async Task<JsonElement> OkAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        using var response = await SendAsync(method, path, token, body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        using var response = await SendAsync(method, path, token, body);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await fixture.Gateway.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
