using System.Collections.Concurrent;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>
/// Fires reminders when they are due. The next firing is stored after the app has taken one, so a crash between the two repeats a firing and
/// never loses one; of the firings that were due while nobody hosted the actor, one is made up for.
/// </summary>
internal sealed partial class ReminderScheduler : IAsyncDisposable
{
    private const int MaxConcurrentFirings = 1000;

    private readonly ConcurrentDictionary<Task, bool> _firing = new();
    private readonly SemaphoreSlim _slots = new(MaxConcurrentFirings);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReminderQueue _queue;
    private readonly ReminderStore _store;
    private readonly Func<StoredReminder, Func<bool>, CancellationToken, Task<FiringResult>> _fire;
    private readonly Func<ActorKey, bool> _isPlaced;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <param name="store">Keeps the reminders.</param>
    /// <param name="fire">Calls the actor, unless the given predicate says that the reminder is gone.</param>
    /// <param name="isPlaced">Whether somebody hosts an actor.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Receives what failed.</param>
    public ReminderScheduler(
        ReminderStore store,
        Func<StoredReminder, Func<bool>, CancellationToken, Task<FiringResult>> fire,
        Func<ActorKey, bool> isPlaced,
        TimeProvider time,
        ILogger logger)
    {
        (_store, _fire, _isPlaced, _time, _logger) = (store, fire, isPlaced, time, logger);
        _queue = new ReminderQueue(time, Start);
    }

    /// <summary>Schedules a reminder that was stored, in place of one of the same name.</summary>
    public void Put(StoredReminder reminder) => _queue.Put(reminder);

    /// <summary>Forgets a reminder that was deleted.</summary>
    public void Remove(string keyspace, string storeKey) => _queue.Remove(keyspace, storeKey);

    /// <summary>Tries those again that nobody hosted.</summary>
    public void Unpark() => _queue.Unpark();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _queue.Dispose();
        await Task.WhenAll(_firing.Keys);
    }

    private void Start(ScheduledReminder reminder)
    {
        if (_stopping.IsCancellationRequested)
            return;
        var firing = Task.Run(() => FireAsync(reminder));
        _firing.TryAdd(firing, true);
        _ = firing.ContinueWith(
            ended => _firing.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task FireAsync(ScheduledReminder reminder)
    {
        try
        {
            await _slots.WaitAsync(_stopping.Token);
            try
            {
                await FinishAsync(reminder, await _fire(reminder.Stored, () => _store.IsCurrent(reminder.Stored), _stopping.Token));
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // It fires after the next start.
        }
        catch (StoreFailedException failure)
        {
            LogNotStored(reminder.Reminder.Name, reminder.Reminder.Key, failure);
        }
    }

    private async Task FinishAsync(ScheduledReminder reminder, FiringResult result)
    {
        var policy = reminder.Reminder.OnFailure ?? FailurePolicy.Default;
        if (result == FiringResult.Unplaced)
        {
            _queue.Park(reminder);
            // An instance may have come before the reminder was parked.
            if (_isPlaced(reminder.Reminder.Key))
                _queue.Unpark();
        }
        else if (result == FiringResult.Failed && !(reminder.Retries >= policy.MaxRetries))
        {
            reminder.Retries++;
            _queue.Again(reminder, _time.GetUtcNow() + policy.Interval);
        }
        else
        {
            if (result == FiringResult.Failed)
                LogGivenUp(reminder.Reminder.Name, reminder.Reminder.Key, reminder.Retries + 1);
            await AdvanceAsync(reminder, result == FiringResult.Cancelled ? null : reminder.Reminder.AfterFiring(_time.GetUtcNow()));
        }
    }

    /// <summary>Stores the next firing, unless the reminder was changed meanwhile: then its new form is scheduled already.</summary>
    private async Task AdvanceAsync(ScheduledReminder reminder, Reminder? next)
    {
        var (keyspace, storeKey) = reminder.Id;
        var unchanged = Precondition.VersionIs(reminder.Stored.Version);
        if (next is null)
        {
            if (await _store.DeleteAsync(keyspace, storeKey, unchanged))
                _queue.Remove(reminder);
        }
        else if (await _store.PutAsync(keyspace, next, unchanged) is { } stored)
        {
            _queue.Advance(reminder, stored);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reminder {Name} of actor {Key} failed {Attempts} times and is given up until its next time")]
    private partial void LogGivenUp(string name, ActorKey key, int attempts);

    [LoggerMessage(LogLevel.Error, "The next firing of reminder {Name} of actor {Key} could not be stored")]
    private partial void LogNotStored(string name, ActorKey key, Exception failure);
}
