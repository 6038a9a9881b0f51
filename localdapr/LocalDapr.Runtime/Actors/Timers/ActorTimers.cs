using LocalDapr.Runtime.Actors.Schedules;

namespace LocalDapr.Runtime.Actors.Timers;

/// <summary>The timers of one active actor.</summary>
internal sealed class ActorTimers(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Running> _running = [];
    private bool _isClosed;

    /// <summary>Starts a timer, in place of one of the same name; false when the actor was given up.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="fire">Calls the actor, unless the given predicate says that the timer is gone; never throws.</param>
    public bool TryStart(ActorTimer timer, Func<ActorTimer, Func<bool>, Task> fire)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            Stop(timer.Name);
            var running = new Running(this, timer, fire, time);
            _running.Add(timer.Name, running);
            running.Schedule(timer.Schedule);
            return true;
        }
    }

    /// <summary>Ends a timer, if there is one.</summary>
    public void Stop(string name)
    {
        lock (_gate)
        {
            if (_running.Remove(name, out var running))
                running.Dispose();
        }
    }

    /// <summary>Ends all timers.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var running in _running.Values)
                running.Dispose();
            _running.Clear();
        }
    }

    /// <summary>Ends all timers, and lets no other start.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Clear();
        }
    }

    private bool IsRunning(Running running)
    {
        lock (_gate)
            return _running.GetValueOrDefault(running.Name) == running;
    }

    /// <summary>Schedules the next firing, or ends the timer after its last one.</summary>
    private void Advance(Running running, FiringSchedule? next)
    {
        lock (_gate)
        {
            if (!IsRunning(running))
                return;
            if (next is null)
                Stop(running.Name);
            else
                running.Schedule(next);
        }
    }

    private sealed class Running : IDisposable
    {
        private readonly ActorTimers _owner;
        private readonly ActorTimer _timer;
        private readonly Func<ActorTimer, Func<bool>, Task> _fire;
        private readonly TimeProvider _time;
        private readonly LongTimer _alarm;
        private FiringSchedule _schedule;

        public Running(ActorTimers owner, ActorTimer timer, Func<ActorTimer, Func<bool>, Task> fire, TimeProvider time)
        {
            (_owner, _timer, _fire, _time, _schedule) = (owner, timer, fire, time, timer.Schedule);
            _alarm = new LongTimer(time, () => _ = Task.Run(FireAsync));
        }

        public string Name => _timer.Name;

        public void Schedule(FiringSchedule schedule)
        {
            _schedule = schedule;
            _alarm.SetAt(schedule.Due);
        }

        public void Dispose() => _alarm.Dispose();

        private async Task FireAsync()
        {
            await _fire(_timer, () => _owner.IsRunning(this));
            // What succeeds and what fails count the same, as in genuine daprd.
            _owner.Advance(this, _schedule.AfterFiring(_time.GetUtcNow()));
        }
    }
}
