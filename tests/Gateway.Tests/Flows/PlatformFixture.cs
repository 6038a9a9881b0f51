using Platform.Gateway;
using Platform.Shortener.Domain;
using Platform.Testing.Services;

namespace Gateway.Tests.Flows;

/// <summary>The gateway and the shortener as they ship. Nothing in them may log an error.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    /// <summary>A client of the public port that follows no redirect.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>The running services.</summary>
    public TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync(
            new ServiceSettings<LinkRules> { AppId = "shortener", Configuration = Settings(("Shortener:OwnHosts:0", "sho.rt")) },
            new ServiceSettings<GatewayOptions>
            {
                AppId = "gateway",
                Configuration = Settings(("Gateway:PublicUrl", "http://localhost:0"), ("Gateway:MaxRequestBodySize", "100000")),
            });
        Client.BaseAddress = _platform["gateway"].OtherAddresses.Single();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    private static Dictionary<string, string?> Settings(params (string Key, string Value)[] settings) =>
        settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
}
