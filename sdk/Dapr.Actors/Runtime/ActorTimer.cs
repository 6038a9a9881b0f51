namespace Dapr.Actors.Runtime;

/// <summary>A timer of an actor, which ends when the actor is deactivated.</summary>
public class ActorTimer : ActorTimerToken
{
    /// <summary>Creates a timer without end.</summary>
    public ActorTimer(
        string actorType, ActorId actorId, string name, string timerCallback, byte[]? data, TimeSpan dueTime, TimeSpan period)
        : this(actorType, actorId, name, timerCallback, data, dueTime, period, ttl: null)
    {
    }

    /// <summary>Creates a timer that ends after a time.</summary>
    public ActorTimer(
        string actorType, ActorId actorId, string name, string timerCallback, byte[]? data, TimeSpan dueTime, TimeSpan period, TimeSpan ttl)
        : this(actorType, actorId, name, timerCallback, data, dueTime, period, (TimeSpan?)ttl)
    {
    }

    internal ActorTimer(
        string actorType, ActorId actorId, string name, string timerCallback, byte[]? data, TimeSpan dueTime, TimeSpan period, TimeSpan? ttl)
        : base(actorType, actorId, name)
    {
        FiringTimes.Check(dueTime, period, ttl);
        TimerCallback = timerCallback;
        Data = data;
        DueTime = dueTime;
        Period = period;
        Ttl = ttl;
    }

    /// <summary>Name of the actor's method that each firing calls.</summary>
    public string TimerCallback { get; }

    /// <summary>What the method gets.</summary>
    public byte[]? Data { get; }

    /// <summary>The time from registration to the first firing.</summary>
    public TimeSpan DueTime { get; }

    /// <summary>The time between firings; minus one millisecond for one firing only.</summary>
    public TimeSpan Period { get; }

    /// <summary>The time after which the timer ends; null for no end.</summary>
    public TimeSpan? Ttl { get; }
}
