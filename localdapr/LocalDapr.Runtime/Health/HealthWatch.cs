using Microsoft.Extensions.Hosting;

namespace LocalDapr.Runtime.Health;

/// <summary>Watches all apps that listen, each until its sidecar shuts down or the host stops.</summary>
internal sealed class HealthWatch(SidecarRegistry sidecars) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sidecars.All.Where(sidecar => sidecar.Channel.HasPort).Select(sidecar => WatchAsync(sidecar, stoppingToken)));

    private static async Task WatchAsync(Sidecar sidecar, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watching = sidecar.Health.WatchAsync(ending.Token);
        await Task.WhenAny(sidecar.ShutdownRequested, watching);
        await ending.CancelAsync();
        await watching;
    }
}
