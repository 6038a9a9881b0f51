namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>
/// Remembers in memory what is due when, with one timer for the earliest. The store has the same, so nothing is lost with it.
/// </summary>
internal sealed class DueQueue : IDisposable
{
    /// <summary>Timers don't run for arbitrary lengths of time; a longer wait is done in pieces.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly SortedSet<Due> _dues = new(Due.Earliest);
    private readonly TimeProvider _time;
    private readonly Action<Due> _fire;
    private readonly ITimer _timer;

    /// <param name="time">The clock.</param>
    /// <param name="fire">Is told of each thing that is due. Must neither block nor throw.</param>
    public DueQueue(TimeProvider time, Action<Due> fire)
    {
        _time = time;
        _fire = fire;
        _timer = time.CreateTimer(_ => FireAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _dues.Count;
            }
        }
    }

    public void Add(Due due)
    {
        if (due.Time <= _time.GetUtcNow())
        {
            _fire(due);
            return;
        }

        lock (_gate)
        {
            if (_dues.Add(due) && _dues.Min == due)
            {
                SetTimer();
            }
        }
    }

    public void Remove(Due due)
    {
        lock (_gate)
        {
            _dues.Remove(due);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void FireAll()
    {
        while (TakeDue() is { } due)
        {
            _fire(due);
        }
    }

    private Due? TakeDue()
    {
        lock (_gate)
        {
            if (_dues.Count == 0 || _dues.Min.Time > _time.GetUtcNow())
            {
                SetTimer();
                return null;
            }

            var due = _dues.Min;
            _dues.Remove(due);
            return due;
        }
    }

    // Called with the lock held.
    private void SetTimer()
    {
        if (_dues.Count == 0)
        {
            return;
        }

        var wait = _dues.Min.Time - _time.GetUtcNow();
        _timer.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestWait.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
