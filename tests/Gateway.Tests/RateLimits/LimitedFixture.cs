using Platform.Gateway;
using Platform.RateLimit;
using Platform.Shortener.Domain;
using Platform.Testing;
using Platform.Testing.Services;

namespace Gateway.Tests.RateLimits;

/// <summary>The gateway before the limiter and the shortener, with rules of the tests. Nothing in them may log an error.</summary>
public sealed class LimitedFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private TestPlatform? _platform;

    /// <summary>A client of the public port that follows no redirect.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["rules.yaml"], """
            domains:
              gateway:
                deny:
                - {ip: 203.0.113.0/24}
                rules:
                  links:
                    match: {route: "GET /v1/{name=links/*}", ip: "*"}
                    limits:
                    - {name: per-hour, algorithm: fixed-window, limit: 3/hour}
                    - {name: per-day, algorithm: fixed-window, limit: 100/day}
                  list:
                    match: {route: GET /v1/links, ip: "*"}
                    leaseShare: 0.5
                    limits: [{name: many, algorithm: token-bucket, limit: 1000/second}]
                  guesses:
                    match: {route: refused credentials, ip: "*"}
                    limits: [{name: guesses, algorithm: fixed-window, limit: 2/hour}]
                  other:
                    match: {route: other}
                    limits: [{algorithm: fixed-window, limit: 2/hour}]
            """);
        _platform = await TestPlatform.StartAsync(
            new ServiceSettings<RateLimitOptions> { AppId = "ratelimit", Configuration = new Dictionary<string, string?> { ["RateLimit:RulesFile"] = _folder["rules.yaml"] } },
            new ServiceSettings<LinkRules> { AppId = "shortener" },
            new ServiceSettings<GatewayOptions>
            {
                AppId = "gateway",
                Configuration = new Dictionary<string, string?>
                {
                    ["Gateway:PublicUrl"] = "http://localhost:0",
                    ["Gateway:Access:ClientAddressHeader"] = "X-Client",
                    ["Gateway:RateLimits:Timeout"] = "00:00:10",
                },
            });
        Client.BaseAddress = _platform["gateway"].OtherAddresses.Single();
    }

    /// <summary>A request as if from an address.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Client", address } } };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _platform!.DisposeAsync();
        _folder.Dispose();
        _platform.Logs.ShouldHoldNoErrors();
    }
}
