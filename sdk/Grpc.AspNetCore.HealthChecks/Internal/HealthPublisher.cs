using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.AspNetCore.HealthChecks.Internal;

/// <summary>Turns reports of the health checks into statuses. A stopping application stays NOT_SERVING.</summary>
internal sealed class HealthPublisher(
    HealthServiceImpl health,
    IOptions<GrpcHealthChecksOptions> options,
    IHostApplicationLifetime lifetime) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var service in options.Value.Services)
        {
            var healthy = report.Entries
                .Where(entry => service.HealthCheckPredicate?.Invoke(new HealthCheckMapContext(entry.Key, entry.Value.Tags)) ?? true)
                .All(entry => entry.Value.Status != HealthStatus.Unhealthy);
            var serving = healthy && !lifetime.ApplicationStopping.IsCancellationRequested;
            health.SetStatus(service.Name, serving ? ServingStatus.Serving : ServingStatus.NotServing);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Runs the checks once at the start, so that no probe waits for the first period, and says NOT_SERVING before the end.</summary>
internal sealed class HealthLifetime(
    HealthServiceImpl health,
    HealthCheckService checks,
    IEnumerable<IHealthCheckPublisher> publishers,
    IOptions<GrpcHealthChecksOptions> options,
    IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(SayNotServing);
        var report = await checks.CheckHealthAsync(cancellationToken);
        await publishers.OfType<HealthPublisher>().Single().PublishAsync(report, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void SayNotServing()
    {
        foreach (var service in options.Value.Services)
        {
            health.SetStatus(service.Name, ServingStatus.NotServing);
        }

        health.EndWatches();
    }
}
