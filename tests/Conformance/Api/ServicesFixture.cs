using Platform.Gateway;
using Platform.Shortener.Domain;
using Platform.Testing.Services;

namespace Conformance.Api;

/// <summary>The gateway and the shortener as they ship. Nothing in them may log an error.</summary>
public sealed class ServicesFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    /// <summary>The gateway's public port.</summary>
    public Uri PublicAddress => Services["gateway"].OtherAddresses.Single();

    /// <summary>The shortener's gRPC port.</summary>
    public Uri ShortenerAddress => Services["shortener"].Address;

    private TestPlatform Services => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => _platform = await TestPlatform.StartAsync(
        new ServiceSettings<LinkRules> { AppId = "shortener" },
        new ServiceSettings<GatewayOptions>
        {
            AppId = "gateway",
            Configuration = new Dictionary<string, string?> { ["Gateway:PublicUrl"] = "http://localhost:0" },
        });

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Services.Logs.ShouldHoldNoErrors();
    }
}
