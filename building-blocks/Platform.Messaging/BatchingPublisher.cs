using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Messaging;

/// <summary>How a <see cref="BatchingPublisher{T}"/> batches.</summary>
public sealed class BatchingOptions
{
    /// <summary>How many items wait at most; more are dropped and counted. 100,000 unless changed.</summary>
    public int Capacity { get; set; } = 100_000;

    /// <summary>The largest batch. 500 items unless changed.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>How long the first item of a batch waits for others. 100 ms unless changed.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(100);
}

/// <summary>
/// Takes single items off a hot path and publishes them in batches. <see cref="TryAdd"/> never waits; when the queue is full the item is dropped
/// and counted in <c>platform.batching.dropped</c>. A batch that cannot be published is tried again until the service stops. What
/// waits in the queue is lost when the process is killed.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="name">Names the publisher in metrics and logs.</param>
/// <param name="options">How it batches.</param>
/// <param name="publish">Publishes a batch. Called again with the same batch, and the same id, when it throws.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class BatchingPublisher<T>(
    string name,
    BatchingOptions options,
    Func<string, IReadOnlyList<T>, CancellationToken, Task> publish,
    TimeProvider clock,
    ILogger logger) : BackgroundService
{
    private static readonly Meter Meter = new("Platform.Messaging");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "platform.batching.dropped", "{item}", "Items that were dropped because the queue of their publisher was full.");
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private readonly Channel<T> _queue = Channel.CreateBounded<T>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });

    /// <summary>Queues an item; false when the queue is full and the item was dropped.</summary>
    public bool TryAdd(T item)
    {
        if (_queue.Writer.TryWrite(item))
        {
            return true;
        }

        Dropped.Add(1, new KeyValuePair<string, object?>("publisher", name));
        return false;
    }

    /// <summary>Publishes what waits, then stops.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } execution)
        {
            await Task.WhenAny(execution, Task.Delay(DrainTime, clock, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<T>(options.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            await FillAsync(batch, stoppingToken);
            await PublishAsync(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), batch, stoppingToken);
            batch.Clear();
        }
    }

    private async Task FillAsync(List<T> batch, CancellationToken stoppingToken)
    {
        using var delay = new CancellationTokenSource(options.MaxDelay, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(delay.Token, stoppingToken);
        try
        {
            do
            {
                while (batch.Count < options.MaxBatch && _queue.Reader.TryRead(out var item))
                {
                    batch.Add(item);
                }
            }
            while (batch.Count < options.MaxBatch && await _queue.Reader.WaitToReadAsync(end.Token));
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // The first item has waited long enough.
        }
    }

    private async Task PublishAsync(string batchId, List<T> batch, CancellationToken stoppingToken)
    {
        while (batch.Count > 0)
        {
            try
            {
                await publish(batchId, batch, stoppingToken);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(logger, name, batch.Count, failure.GetType().Name);
                await Task.Delay(RetryDelay, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Publisher} could not publish {Count} items ({Failure}); trying again.")]
    private static partial void LogFailed(ILogger logger, string publisher, int count, string failure);
}
