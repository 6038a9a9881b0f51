using Microsoft.Extensions.Hosting;

namespace Platform.Hosting.Internal;

/// <summary>
/// Gives the memory back that only the start needed. The collector would keep it until the service is busy, and most services of a platform idle
/// most of the time.
/// </summary>
internal sealed class StartupGarbage(IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
