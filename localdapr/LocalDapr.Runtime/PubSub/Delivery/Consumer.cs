using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>
/// Delivers a topic to one app, at least once: a <see cref="MessageReader"/> reads the log in order, a <see cref="Deliverer"/> carries each
/// message through its attempts, an <see cref="Acknowledger"/> makes durable what is finished.
/// </summary>
internal sealed partial class Consumer : IAsyncDisposable
{
    private readonly ConsumerGroup _group;
    private readonly MessageReader _reader;
    private readonly Deliverer _deliverer;
    private readonly Acknowledger _acknowledger;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _pending;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public Consumer(
        TopicLog log, ConsumerGroup group, ISubscriber subscriber, ConsumerOptions options, TimeProvider time, ILogger logger)
    {
        (_group, _logger) = (group, logger);
        _reader = new MessageReader(log, group, options, time);
        _acknowledger = new Acknowledger(log, group, logger);
        _deliverer = new Deliverer(group.Name, group.Counts, subscriber, options, _acknowledger, time, logger);
        _pending = new SemaphoreSlim(Math.Max(1, options.MaxPending / options.MaxBatch));
        _running = Task.Run(() => RunAsync(_stopping.Token));
    }

    /// <summary>Stops reading, lets running attempts end, and makes their acknowledgements durable.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await _deliverer.DisposeAsync();
        await _acknowledger.DisposeAsync();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                foreach (var batch in await _reader.NextAsync(stopping))
                {
                    await _pending.WaitAsync(stopping);
                    _ = DeliverAsync(batch, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            LogStopped(_group.Name);
        }
    }

    private async Task DeliverAsync(Message[] batch, CancellationToken stopping)
    {
        await _deliverer.DeliverAsync(batch, stopping);
        _pending.Release();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Consumer of {AppId} stopped reading")]
    private partial void LogStopped(string appId);
}
