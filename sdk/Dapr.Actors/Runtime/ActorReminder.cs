namespace Dapr.Actors.Runtime;

/// <summary>A reminder of an actor: it survives restarts, and activates the actor when it fires.</summary>
public class ActorReminder : ActorReminderToken, IActorReminder
{
    /// <summary>Creates a reminder without end.</summary>
    public ActorReminder(string actorType, ActorId actorId, string name, byte[] state, TimeSpan dueTime, TimeSpan period)
        : this(actorType, actorId, name, state, dueTime, period, repetitions: null, ttl: null)
    {
    }

    /// <summary>Creates a reminder that ends after a time.</summary>
    public ActorReminder(string actorType, ActorId actorId, string name, byte[] state, TimeSpan dueTime, TimeSpan period, TimeSpan ttl)
        : this(actorType, actorId, name, state, dueTime, period, repetitions: null, ttl)
    {
    }

    /// <summary>Creates a reminder that fires a number of times.</summary>
    public ActorReminder(string actorType, ActorId actorId, string name, byte[] state, TimeSpan dueTime, TimeSpan period, int? repetitions)
        : this(actorType, actorId, name, state, dueTime, period, repetitions, ttl: null)
    {
    }

    /// <summary>Creates a reminder that fires a number of times and ends after a time, whichever comes first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or the reminder would end before it fires.</exception>
    /// <exception cref="ArgumentException">There are repetitions, and the period is not in whole seconds.</exception>
    public ActorReminder(
        string actorType, ActorId actorId, string name, byte[] state, TimeSpan dueTime, TimeSpan period, int? repetitions, TimeSpan? ttl)
        : base(actorType, actorId, name)
    {
        FiringTimes.Check(dueTime, period, ttl);
        if (repetitions is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(repetitions));
            if (period.Ticks % TimeSpan.TicksPerSecond != 0 && period >= TimeSpan.Zero)
                throw new ArgumentException("A period with repetitions is in whole seconds.", nameof(period));
        }

        State = state;
        DueTime = dueTime;
        Period = period;
        Repetitions = repetitions;
        Ttl = ttl;
    }

    /// <inheritdoc />
    public byte[] State { get; }

    /// <inheritdoc />
    public TimeSpan DueTime { get; }

    /// <inheritdoc />
    public TimeSpan Period { get; }

    /// <summary>The time after which the reminder ends; null for no end.</summary>
    public TimeSpan? Ttl { get; }

    /// <summary>How often the reminder fires; null for no limit.</summary>
    public int? Repetitions { get; }
}
