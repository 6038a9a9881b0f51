using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Gateway;
using Platform.Shortener.Domain;
using Platform.Testing;

namespace Platform.Identity.Tests.Access;

/// <summary>Gateway, identity and shortener as they ship. Nothing in them may log an error.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    public const string Password = "correct horse battery staple";

    private TestPlatform? _platform;
    private int _users;

    /// <summary>A client of the public port that shows no credentials.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    /// <summary>The access token of the first admin.</summary>
    public string Admin { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync(
            new ServiceSettings<IdentityOptions> { AppId = "identity" },
            new ServiceSettings<LinkRules> { AppId = "shortener" },
            new ServiceSettings<GatewayOptions>
            {
                AppId = "gateway",
                Configuration = new Dictionary<string, string?>
                {
                    ["Gateway:PublicUrl"] = "http://localhost:0",
                    ["Gateway:RateLimits:IsEnabled"] = "false",
                    ["Gateway:AccessLog:SampleRate"] = "1",
                },
            });
        Client.BaseAddress = _platform["gateway"].OtherAddresses.Single();
        var password = (await _platform["identity"].Dapr.GetSecretAsync("identity-secrets", "identity-admin-password"))["identity-admin-password"];
        await Eventually.AssertAsync(async () => Admin = (await SignInAsync("admin", password)).AccessToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    /// <summary>A new account with roles, signed in.</summary>
    public async Task<Account> SignUpAsync(params string[] roles)
    {
        var username = $"edge-{Interlocked.Increment(ref _users)}";
        var user = await OkAsync(HttpMethod.Post, "/v1/users", token: null, new { username, password = Password });
        var id = user.GetProperty("userId").GetString()!;
        if (roles.Length > 0)
        {
            await OkAsync(HttpMethod.Post, $"/v1/users/{id}:setRoles", Admin, new { roles });
        }

        var (accessToken, refreshToken) = await SignInAsync(username, Password);
        return new Account(id, username, accessToken, refreshToken);
    }

    public async Task<(string AccessToken, string RefreshToken)> SignInAsync(string username, string password)
    {
        var tokens = await OkAsync(HttpMethod.Post, "/v1/tokens", token: null, new { username, password });
        tokens.GetProperty("expiresIn").GetInt32().ShouldBe(900);
        return (tokens.GetProperty("accessToken").GetString()!, tokens.GetProperty("refreshToken").GetString()!);
    }

    /// <summary>Sends a request.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await Client.SendAsync(request);
    }

    /// <summary>Sends a request that succeeds.</summary>
    public async Task<JsonElement> OkAsync(HttpMethod method, string path, string? token, object? body = null)
    {
        using var response = await SendAsync(method, path, token, body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Somebody who has signed in.</summary>
    public sealed record Account(string Id, string Username, string Token, string RefreshToken);
}
