using LocalDapr.Runtime.Actors.Schedules;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>What came of a firing.</summary>
internal enum FiringResult
{
    /// <summary>The actor took it.</summary>
    Taken,

    /// <summary>The actor's app failed.</summary>
    Failed,

    /// <summary>The actor took it, and wants no more.</summary>
    Cancelled,

    /// <summary>Nobody hosts the actor now.</summary>
    Unplaced,
}

/// <summary>
/// Fires reminders when they are due. The next firing is stored after the app has taken one, so a crash between the two repeats a firing and
/// never loses one; of the firings that were due while nobody hosted the actor, one is made up for.
/// </summary>
internal sealed partial class ReminderScheduler : IAsyncDisposable
{
    private const int MaxConcurrentFirings = 1000;
    private const int MinSweep = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Keyspace, string Key), Entry> _entries = [];
    private readonly PriorityQueue<Entry, DateTimeOffset> _queue = new();
    private readonly HashSet<Entry> _parked = [];
    private readonly HashSet<Task> _firing = [];
    private readonly SemaphoreSlim _slots = new(MaxConcurrentFirings);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReminderStore _store;
    private readonly Func<StoredReminder, Func<bool>, CancellationToken, Task<FiringResult>> _fire;
    private readonly Func<ActorKey, bool> _isPlaced;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LongTimer _alarm;

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
        _alarm = new LongTimer(time, FireDue);
    }

    /// <summary>Schedules a reminder that was stored, in place of one of the same name.</summary>
    public void Put(StoredReminder reminder)
    {
        lock (_gate)
        {
            var entry = new Entry(reminder);
            // Of two registrations at the same time the store decides which is the later.
            if (_entries.TryGetValue(entry.Id, out var other) && other.Stored.Version > reminder.Version)
                return;
            _entries[entry.Id] = entry;
            Enqueue(entry, reminder.Reminder.Due);
        }
    }

    /// <summary>Forgets a reminder that was deleted.</summary>
    public void Remove(string keyspace, string storeKey)
    {
        lock (_gate)
            _entries.Remove((keyspace, storeKey));
    }

    /// <summary>Tries those again that nobody hosted.</summary>
    public void Unpark()
    {
        lock (_gate)
        {
            foreach (var entry in _parked)
                Enqueue(entry, entry.Reminder.Due);
            _parked.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _alarm.Dispose();
        Task[] firing;
        lock (_gate)
            firing = [.. _firing];
        await Task.WhenAll(firing);
    }

    private void Enqueue(Entry entry, DateTimeOffset due)
    {
        // Forgotten ones stay in the queue until they are due; now and then they are swept out.
        if (_queue.Count > MinSweep + (2 * _entries.Count))
        {
            var current = _queue.UnorderedItems.Where(item => IsCurrent(item.Element)).ToList();
            _queue.Clear();
            _queue.EnqueueRange(current);
        }

        _queue.Enqueue(entry, due);
        if (_queue.Peek() == entry)
            _alarm.SetAt(due);
    }

    private void FireDue()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_queue.TryPeek(out var entry, out var due))
            {
                if (due > now && IsCurrent(entry))
                {
                    _alarm.SetAt(due);
                    return;
                }

                _queue.Dequeue();
                if (IsCurrent(entry) && !_stopping.IsCancellationRequested)
                    Start(entry);
            }
        }
    }

    private void Start(Entry entry)
    {
        var firing = Task.Run(() => FireAsync(entry));
        _firing.Add(firing);
        _ = firing.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        void Ended(Task ended)
        {
            lock (_gate)
                _firing.Remove(ended);
        }
    }

    private bool IsCurrent(Entry entry)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(entry.Id) == entry;
    }

    private async Task FireAsync(Entry entry)
    {
        try
        {
            await _slots.WaitAsync(_stopping.Token);
            try
            {
                await FinishAsync(entry, await _fire(entry.Stored, () => _store.IsCurrent(entry.Stored), _stopping.Token));
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
            LogNotStored(entry.Reminder.Name, entry.Reminder.Key, failure);
        }
    }

    private async Task FinishAsync(Entry entry, FiringResult result)
    {
        var policy = entry.Reminder.OnFailure ?? FailurePolicy.Default;
        if (result == FiringResult.Unplaced)
        {
            Park(entry);
        }
        else if (result == FiringResult.Failed && !(entry.Retries >= policy.MaxRetries))
        {
            entry.Retries++;
            Again(entry, _time.GetUtcNow() + policy.Interval);
        }
        else
        {
            if (result == FiringResult.Failed)
                LogGivenUp(entry.Reminder.Name, entry.Reminder.Key, entry.Retries + 1);
            await AdvanceAsync(entry, result == FiringResult.Cancelled ? null : entry.Reminder.AfterFiring(_time.GetUtcNow()));
        }
    }

    /// <summary>Stores the next firing, unless the reminder was changed meanwhile: then its new form is scheduled already.</summary>
    private async Task AdvanceAsync(Entry entry, Reminder? next)
    {
        var unchanged = Precondition.VersionIs(entry.Stored.Version);
        var stored = next is null ? null : await _store.PutAsync(entry.Stored.Keyspace, next, unchanged);
        var isDeleted = next is null && await _store.DeleteAsync(entry.Stored.Keyspace, entry.Stored.StoreKey, unchanged);
        lock (_gate)
        {
            if (!IsCurrent(entry))
                return;
            if (stored is not null)
                Put(stored);
            else if (isDeleted)
                _entries.Remove(entry.Id);
        }
    }

    private void Again(Entry entry, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (IsCurrent(entry))
                Enqueue(entry, due);
        }
    }

    private void Park(Entry entry)
    {
        lock (_gate)
        {
            if (IsCurrent(entry))
                _parked.Add(entry);
        }

        // An instance may have come before the reminder was parked.
        if (_isPlaced(entry.Reminder.Key))
            Unpark();
    }

    [LoggerMessage(LogLevel.Warning, "Reminder {Name} of actor {Key} failed {Attempts} times and is given up until its next time")]
    private partial void LogGivenUp(string name, ActorKey key, int attempts);

    [LoggerMessage(LogLevel.Error, "The next firing of reminder {Name} of actor {Key} could not be stored")]
    private partial void LogNotStored(string name, ActorKey key, Exception failure);

    private sealed class Entry(StoredReminder stored)
    {
        public (string Keyspace, string Key) Id { get; } = (stored.Keyspace, stored.StoreKey);

        public StoredReminder Stored => stored;

        public Reminder Reminder => stored.Reminder;

        public int Retries { get; set; }
    }
}
