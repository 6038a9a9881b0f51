using LocalDapr.Runtime.Actors.Schedules;

namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>The reminders in the order in which they are due. Each is in it once: scheduled, or parked until somebody hosts its actor.</summary>
internal sealed class ReminderQueue : IDisposable
{
    private const int MinSweep = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Keyspace, string Key), ScheduledReminder> _current = [];
    private readonly PriorityQueue<ScheduledReminder, DateTimeOffset> _due = new();
    private readonly HashSet<ScheduledReminder> _parked = [];
    private readonly TimeProvider _time;
    private readonly Action<ScheduledReminder> _isDue;
    private readonly LongTimer _alarm;

    /// <param name="time">The clock.</param>
    /// <param name="isDue">Begins a firing; must return at once.</param>
    public ReminderQueue(TimeProvider time, Action<ScheduledReminder> isDue)
    {
        (_time, _isDue) = (time, isDue);
        _alarm = new LongTimer(time, TakeDue);
    }

    /// <summary>Schedules a reminder, in place of one of the same name.</summary>
    public void Put(StoredReminder stored)
    {
        lock (_gate)
        {
            var reminder = new ScheduledReminder(stored);
            // Of two registrations at the same time the store decides which is the later.
            if (_current.TryGetValue(reminder.Id, out var other) && other.Stored.Version > stored.Version)
                return;
            _current[reminder.Id] = reminder;
            Enqueue(reminder, stored.Reminder.Due);
        }
    }

    /// <summary>Schedules the next firing of a reminder, unless another has taken its place.</summary>
    public void Advance(ScheduledReminder reminder, StoredReminder next)
    {
        lock (_gate)
        {
            if (IsCurrent(reminder))
                Put(next);
        }
    }

    /// <summary>Schedules a reminder once more, unless another has taken its place.</summary>
    public void Again(ScheduledReminder reminder, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (IsCurrent(reminder))
                Enqueue(reminder, due);
        }
    }

    /// <summary>Forgets the reminder of a name.</summary>
    public void Remove(string keyspace, string storeKey)
    {
        lock (_gate)
            _current.Remove((keyspace, storeKey));
    }

    /// <summary>Forgets a reminder, unless another has taken its place.</summary>
    public void Remove(ScheduledReminder reminder)
    {
        lock (_gate)
        {
            if (IsCurrent(reminder))
                _current.Remove(reminder.Id);
        }
    }

    /// <summary>Sets a reminder aside whose actor nobody hosts.</summary>
    public void Park(ScheduledReminder reminder)
    {
        lock (_gate)
        {
            if (IsCurrent(reminder))
                _parked.Add(reminder);
        }
    }

    /// <summary>Makes all that were set aside due again.</summary>
    public void Unpark()
    {
        lock (_gate)
        {
            foreach (var reminder in _parked)
                Enqueue(reminder, reminder.Reminder.Due);
            _parked.Clear();
        }
    }

    public void Dispose() => _alarm.Dispose();

    private bool IsCurrent(ScheduledReminder reminder) => _current.GetValueOrDefault(reminder.Id) == reminder;

    private void Enqueue(ScheduledReminder reminder, DateTimeOffset due)
    {
        // Forgotten ones stay in the queue until they are due; now and then they are swept out.
        if (_due.Count > MinSweep + (2 * _current.Count))
        {
            var current = _due.UnorderedItems.Where(item => IsCurrent(item.Element)).ToList();
            _due.Clear();
            _due.EnqueueRange(current);
        }

        _due.Enqueue(reminder, due);
        if (_due.Peek() == reminder)
            _alarm.SetAt(due);
    }

    private void TakeDue()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_due.TryPeek(out var reminder, out var due))
            {
                if (due > now && IsCurrent(reminder))
                {
                    _alarm.SetAt(due);
                    return;
                }

                _due.Dequeue();
                if (IsCurrent(reminder))
                    _isDue(reminder);
            }
        }
    }
}
