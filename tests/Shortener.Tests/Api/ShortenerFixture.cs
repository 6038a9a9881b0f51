using Platform.Shortener.Domain;
using Platform.Shortener.V1;
using Platform.Testing;

namespace Platform.Shortener.Tests.Api;

/// <summary>The shortener on its port, with a clock that the tests move. Nothing in it may log an error.</summary>
public sealed class ShortenerFixture : IAsyncLifetime
{
    private const string AppId = "shortener";
    private TestPlatform? _platform;

    /// <summary>The clock of the shortener and its sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The shortener and its sidecar.</summary>
    public ServiceHost Host => Platform[AppId];

    /// <summary>A client of its port.</summary>
    public ShortenerService.ShortenerServiceClient Client => new(Host.Channel);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() =>
        _platform = await TestPlatform.StartAsync(Clock, new ServiceSettings<LinkRules> { AppId = AppId });

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }
}
