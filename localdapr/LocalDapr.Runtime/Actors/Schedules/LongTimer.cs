namespace LocalDapr.Runtime.Actors.Schedules;

/// <summary>A timer for an instant that may be years away, which is more than a timer of .NET can wait.</summary>
internal sealed class LongTimer : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly Action _elapsed;
    private readonly ITimer _timer;
    private long _dueTicks;

    /// <param name="time">The clock.</param>
    /// <param name="elapsed">Runs once for each instant that was set; must not throw.</param>
    public LongTimer(TimeProvider time, Action elapsed)
    {
        (_time, _elapsed) = (time, elapsed);
        _timer = time.CreateTimer(static timer => ((LongTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets the instant, in place of the one before; at once when it is past.</summary>
    public void SetAt(DateTimeOffset due)
    {
        Volatile.Write(ref _dueTicks, due.UtcTicks);
        var rest = due - _time.GetUtcNow();
        _timer.Change(rest <= TimeSpan.Zero ? TimeSpan.Zero : rest < Longest ? rest : Longest, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var due = new DateTimeOffset(Volatile.Read(ref _dueTicks), TimeSpan.Zero);
        if (due > _time.GetUtcNow())
            SetAt(due);
        else
            _elapsed();
    }
}
