using Microsoft.Extensions.Options;

namespace Platform.Gateway.Edge;

/// <summary>
/// The end of a gateway in order: first it says that it is not ready, and still takes requests until load balancers have seen that; then long-lived
/// connections are told to go elsewhere; then the server stops listening and lets what runs finish.
/// </summary>
internal sealed partial class Draining(
    IHostApplicationLifetime lifetime,
    IEnumerable<IDrained> connections,
    IOptions<EdgeOptions> options,
    TimeProvider time,
    ILogger<Draining> logger) : IHostedLifecycleService
{
    /// <summary>Whether the gateway is about to end.</summary>
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested || _hasBegun;

    private volatile bool _hasBegun;

    /// <summary>Runs before any other part of the app is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        LogBegun(options.Value.Drain.Delay.TotalSeconds);
        if (options.Value.Drain.Delay > TimeSpan.Zero)
        {
            await Task.Delay(options.Value.Drain.Delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(connections.Select(each => each.DrainAsync(cancellationToken)));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "Draining: not ready any more, requests are taken for another {Seconds} s")]
    private partial void LogBegun(double seconds);
}

/// <summary>Holds connections that do not end by themselves.</summary>
internal interface IDrained
{
    /// <summary>Sends the clients elsewhere, and waits until they have gone.</summary>
    Task DrainAsync(CancellationToken cancellationToken);
}
