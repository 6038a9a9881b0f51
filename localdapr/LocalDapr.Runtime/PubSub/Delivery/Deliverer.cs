using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>
/// Carries messages through their attempts, until they are finished. A message that waits for its next attempt holds no handler, so a poison
/// message blocks nobody.
/// </summary>
internal sealed partial class Deliverer(
    string appId,
    DeliveryCounts counts,
    ISubscriber subscriber,
    ConsumerOptions options,
    Acknowledger acknowledger,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private const int MaxInterruptions = 3;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UnreachableBackoff = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _handlers = new(options.MaxConcurrentHandlers);
    private readonly CancellationTokenSource _abort = new();

    /// <summary>Delivers messages in one attempt, and those that failed in further ones. Does not throw.</summary>
    /// <param name="messages">One message, or a batch for a bulk subscription.</param>
    /// <param name="stopping">No attempt begins any more; what is not finished will be delivered again.</param>
    public async Task DeliverAsync(IReadOnlyList<Message> messages, CancellationToken stopping)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var failed = await AttemptAsync(messages, attempt, stopping);
                if (failed.Count == 0)
                    return;
                counts.AddRetried(failed.Count);
                await Task.Delay(DelayAfter(attempt, failed), time, stopping);
                messages = failed.ConvertAll(pair => pair.Message);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopped(appId);
        }
        catch (Exception exception)
        {
            LogFailed(exception, appId);
        }
    }

    /// <summary>Lets running attempts end, for a while, and breaks off the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(DrainTime, TimeProvider.System);
        try
        {
            // Who has every handler knows that no attempt is running.
            for (var i = 0; i < options.MaxConcurrentHandlers; i++)
                await _handlers.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            LogAborted(appId);
            await _abort.CancelAsync();
        }
    }

    /// <summary>Makes one attempt and settles what needs no other.</summary>
    /// <returns>The messages to try again, and how they failed.</returns>
    private async Task<List<(Message Message, Failure Failure)>> AttemptAsync(
        IReadOnlyList<Message> messages, int attempt, CancellationToken stopping)
    {
        await _handlers.WaitAsync(stopping);
        try
        {
            var results = await ReachAsync(messages, stopping);
            if (results.All(result => result.Status == DeliveryStatus.Success))
            {
                counts.AddDelivered(messages.Count);
                acknowledger.Finish(messages);
                return [];
            }

            return await SettleAsync([.. messages.Zip(results)], attempt);
        }
        finally
        {
            _handlers.Release();
        }
    }

    private async Task<List<(Message Message, Failure Failure)>> SettleAsync(List<(Message Message, DeliveryResult Result)> attempted, int attempt)
    {
        counts.AddDelivered(attempted.Count(pair => pair.Result.Status == DeliveryStatus.Success));
        acknowledger.Finish(attempted.Where(pair => pair.Result.Status == DeliveryStatus.Success).Select(pair => pair.Message));
        await DeadLetterAsync([.. attempted.Where(pair => IsDead(pair.Result, attempt)).Select(pair => pair.Message)]);
        return [.. attempted.Where(pair => pair.Result.Status == DeliveryStatus.Retry && !IsDead(pair.Result, attempt))
            .Select(pair => (pair.Message, pair.Result.Failure))];
    }

    /// <summary>Whether there is no further attempt: the app dropped the message, or its retries are over and there is a dead-letter topic.</summary>
    private bool IsDead(DeliveryResult result, int attempt) =>
        result.Status == DeliveryStatus.Drop
        || (result.Status == DeliveryStatus.Retry && options.DeadLetter is not null && (attempt > options.Retries.MaxRetries || !options.Retries.Covers(result.Failure)));

    /// <summary>
    /// Delivers as soon as the app can be reached. Keeps its handler meanwhile: no other message would fare better. A restart of the app
    /// is no failure of the message, a message that breaks the connection again and again fails.
    /// </summary>
    private async Task<IReadOnlyList<DeliveryResult>> ReachAsync(IReadOnlyList<Message> messages, CancellationToken stopping)
    {
        var interruptions = 0;
        for (var attempt = 1; ; attempt++)
        {
            var results = await subscriber.DeliverAsync(messages, _abort.Token);
            var isInterrupted = results.Any(result => result.Status == DeliveryStatus.Interrupted);
            if (isInterrupted && ++interruptions > MaxInterruptions)
                return [.. results.Select(result => result.Status == DeliveryStatus.Interrupted ? DeliveryStatus.Retry : result)];
            if (!isInterrupted && results.All(result => result.Status != DeliveryStatus.Unreachable))
                return results;
            await Task.Delay(Backoff(attempt, UnreachableBackoff), time, stopping);
        }
    }

    /// <summary>The pause of the retry policy; after its retries, or for a failure that it does not cover, that of redelivery.</summary>
    private TimeSpan DelayAfter(int attempt, List<(Message Message, Failure Failure)> failed)
    {
        var redelivery = attempt - options.Retries.MaxRetries;
        if (redelivery <= 0 && failed.Exists(pair => options.Retries.Covers(pair.Failure)))
            return options.Retries.DelayBefore(attempt);
        return options.Retries.MaxRetries > 0 ? options.RedeliverInterval : Backoff(redelivery, options.RedeliverInterval);
    }

    private static TimeSpan Backoff(int attempt, TimeSpan most) =>
        TimeSpan.FromTicks((long)Math.Min(most.Ticks, FirstBackoff.Ticks * Math.Pow(2, attempt - 1)));

    /// <summary>Moves messages to the dead-letter topic, or forgets those that the app dropped when there is none.</summary>
    private async Task DeadLetterAsync(List<Message> messages)
    {
        if (messages.Count == 0)
            return;
        if (options.DeadLetter is { } deadLetter)
        {
            await deadLetter(messages);
            counts.AddDeadLettered(messages.Count);
            LogDeadLettered(messages.Count, appId);
        }
        else
        {
            counts.AddDropped(messages.Count);
            LogDropped(messages.Count, appId);
        }

        acknowledger.Finish(messages);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deliveries to {AppId} are broken off; their messages will be delivered again")]
    private partial void LogAborted(string appId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A delivery to {AppId} is left for the next start")]
    private partial void LogStopped(string appId);

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery to {AppId} failed in localdapr itself; its messages are delivered again after the next start")]
    private partial void LogFailed(Exception exception, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} message(s) of {AppId} went to the dead-letter topic")]
    private partial void LogDeadLettered(int count, string appId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} message(s) were dropped by {AppId}")]
    private partial void LogDropped(int count, string appId);
}
