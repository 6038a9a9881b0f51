using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>
/// Delivers a topic to one app, at least once. Three parts: <see cref="ReadAsync"/> reads the log in order,
/// <see cref="ProcessAsync"/> carries each message (or batch) through its attempts, and <see cref="AcknowledgeAsync"/> makes
/// what is finished durable. A message that waits for its next attempt holds no handler, so a poison message blocks nobody.
/// What is not acknowledged when the process ends is delivered again after the next start.
/// </summary>
internal sealed partial class Consumer : IAsyncDisposable
{
    private const int ReadAhead = 256;
    private const int MaxInterruptions = 3;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UnreachableBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly TopicLog _log;
    private readonly ConsumerGroup _group;
    private readonly ISubscriber _subscriber;
    private readonly ConsumerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private readonly SemaphoreSlim _handlers;
    private readonly SemaphoreSlim _pending;
    private readonly Channel<long> _finished = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _reading;
    private readonly Task _acknowledging;

    public Consumer(
        TopicLog log, ConsumerGroup group, ISubscriber subscriber, ConsumerOptions options, TimeProvider time, ILogger logger)
    {
        (_log, _group, _subscriber, _options, _time, _logger) = (log, group, subscriber, options, time, logger);
        _handlers = new SemaphoreSlim(options.MaxConcurrentHandlers);
        _pending = new SemaphoreSlim(Math.Max(1, options.MaxPending / options.MaxBatch));
        _reading = Task.Run(() => ReadAsync(_stopping.Token));
        _acknowledging = Task.Run(AcknowledgeAsync);
    }

    /// <summary>Stops reading, lets running attempts end, and makes their acknowledgements durable.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading;
        await DrainAsync();
        await _abort.CancelAsync();
        _finished.Writer.Complete();
        await _acknowledging;
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        var after = -1L;
        try
        {
            while (true)
            {
                var messages = await NextAsync(after, stopping);
                foreach (var batch in messages.Chunk(_options.MaxBatch))
                {
                    await _pending.WaitAsync(stopping);
                    after = batch[^1].Offset;
                    _ = ProcessAsync(batch, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            LogStopped(_group.Name);
        }
    }

    /// <summary>Waits until there is something to deliver; in a bulk subscription, until a batch is full or its time is over.</summary>
    private async Task<List<Message>> NextAsync(long after, CancellationToken stopping)
    {
        var limit = Math.Max(ReadAhead, _options.MaxBatch);
        List<Message> messages;
        while ((messages = _log.Read(_group, after, limit)).Count == 0)
            await _group.WaitAsync(stopping);

        if (messages.Count < _options.MaxBatch)
            await FillAsync(stopping);
        return _options.MaxBatch == 1 ? messages : _log.Read(_group, after, limit);

        async Task FillAsync(CancellationToken cancellationToken)
        {
            using var timeout = new CancellationTokenSource(_options.MaxBatchWait, _time);
            using var filled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                while (_log.Read(_group, after, _options.MaxBatch).Count < _options.MaxBatch)
                    await _group.WaitAsync(filled.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is over: a smaller batch goes out.
                return;
            }
        }
    }

    private async Task ProcessAsync(IReadOnlyList<Message> messages, CancellationToken stopping)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var (failed, dropped) = await AttemptAsync(messages, stopping);
                if (_options.DeadLetter is not null && attempt > _options.Retries.MaxRetries)
                    dropped = [.. dropped, .. failed];
                if (dropped.Count > 0)
                    await DeadLetterAsync(dropped, stopping);
                failed = [.. failed.Except(dropped)];
                if (failed.Count == 0)
                    return;
                messages = failed;
                await Task.Delay(DelayAfter(attempt), _time, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: the messages were not acknowledged and will be delivered again.
        }
        finally
        {
            _pending.Release();
        }
    }

    /// <summary>Makes one attempt, and finishes what succeeded.</summary>
    /// <returns>The messages to try again and those for the dead-letter topic.</returns>
    private async Task<(List<Message> Failed, List<Message> Dropped)> AttemptAsync(IReadOnlyList<Message> messages, CancellationToken stopping)
    {
        await _handlers.WaitAsync(stopping);
        try
        {
            var statuses = await DeliverAsync(messages, stopping);
            var byStatus = messages.Zip(statuses).ToLookup(pair => pair.Second, pair => pair.First);
            Finish(byStatus[DeliveryStatus.Success]);
            return ([.. byStatus[DeliveryStatus.Retry]], [.. byStatus[DeliveryStatus.Drop]]);
        }
        finally
        {
            _handlers.Release();
        }
    }

    /// <summary>
    /// Delivers as soon as the app can be reached. Keeps its handler meanwhile: no other message would fare better. A restart of the app
    /// is no failure of the message, a message that breaks the connection again and again fails.
    /// </summary>
    private async Task<IReadOnlyList<DeliveryStatus>> DeliverAsync(IReadOnlyList<Message> messages, CancellationToken stopping)
    {
        var interruptions = 0;
        for (var attempt = 1; ; attempt++)
        {
            var statuses = await _subscriber.DeliverAsync(messages, _abort.Token);
            if (statuses.Contains(DeliveryStatus.Interrupted) && ++interruptions > MaxInterruptions)
                return [.. statuses.Select(status => status == DeliveryStatus.Interrupted ? DeliveryStatus.Retry : status)];
            if (!statuses.Contains(DeliveryStatus.Interrupted) && !statuses.Contains(DeliveryStatus.Unreachable))
                return statuses;
            await Task.Delay(Backoff(attempt, UnreachableBackoff), _time, stopping);
        }
    }

    private TimeSpan DelayAfter(int attempt)
    {
        var redelivery = attempt - _options.Retries.MaxRetries;
        if (redelivery <= 0)
            return _options.Retries.DelayBefore(attempt);
        return _options.Retries.MaxRetries > 0 ? _options.RedeliverInterval : Backoff(redelivery, _options.RedeliverInterval);
    }

    private static TimeSpan Backoff(int attempt, TimeSpan most) =>
        TimeSpan.FromTicks((long)Math.Min(most.Ticks, FirstBackoff.Ticks * Math.Pow(2, attempt - 1)));

    /// <summary>Moves messages to the dead-letter topic, or forgets those that the app dropped when there is none.</summary>
    private async Task DeadLetterAsync(List<Message> messages, CancellationToken stopping)
    {
        if (_options.DeadLetter is { } deadLetter)
        {
            await deadLetter(messages, stopping);
            LogDeadLettered(messages.Count, _group.Name);
        }
        else
            LogDropped(messages.Count, _group.Name);

        Finish(messages);
    }

    private void Finish(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
            _finished.Writer.TryWrite(message.Offset);
    }

    /// <summary>Acknowledges all that finished while the commit before was under way, so the commits adapt to the load.</summary>
    private async Task AcknowledgeAsync()
    {
        var offsets = new List<long>();
        while (await _finished.Reader.WaitToReadAsync())
        {
            while (_finished.Reader.TryRead(out var offset))
                offsets.Add(offset);
            await _log.AcknowledgeAsync(_group, offsets);
            offsets.Clear();
        }
    }

    /// <summary>Takes every handler: then no attempt is running.</summary>
    private async Task DrainAsync()
    {
        using var timeout = new CancellationTokenSource(DrainTime, TimeProvider.System);
        try
        {
            for (var i = 0; i < _options.MaxConcurrentHandlers; i++)
                await _handlers.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            LogAborted(_group.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Consumer of {AppId} stopped reading")]
    private partial void LogStopped(string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Consumer of {AppId} stops while attempts are still running; their messages will be delivered again")]
    private partial void LogAborted(string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} message(s) of {AppId} went to the dead-letter topic")]
    private partial void LogDeadLettered(int count, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} message(s) were dropped by {AppId}")]
    private partial void LogDropped(int count, string appId);
}
