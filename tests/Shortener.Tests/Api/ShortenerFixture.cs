using Platform.Shortener.Domain;
using Platform.Shortener.V1;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Shortener.Tests.Api;

/// <summary>The shortener on its port, with a clock that the tests move. Nothing in it may log an error.</summary>
public sealed class ShortenerFixture : IAsyncLifetime
{
    private ServiceHost? _host;

    /// <summary>The clock of the shortener and its sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The shortener and its sidecar.</summary>
    public ServiceHost Host => _host ?? throw new InvalidOperationException("not started");

    /// <summary>A client of its port.</summary>
    public ShortenerService.ShortenerServiceClient Client => new(Host.Channel);

    public async ValueTask InitializeAsync() => _host = await StartAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Host.Logs.ShouldHoldNoErrors();
    }

    /// <summary>Starts a shortener of one's own.</summary>
    public static Task<ServiceHost> StartAsync(TimeProvider? clock = null, params (string Key, string Value)[] settings) =>
        ServiceHost.StartAsync<LinkRules>(new ServiceSettings
        {
            AppId = "shortener",
            Clock = clock,
            Configuration = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value),
        });
}
