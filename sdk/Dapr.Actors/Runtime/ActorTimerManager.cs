namespace Dapr.Actors.Runtime;

/// <summary>Where an actor's timers and reminders are registered; tests put their own in its place.</summary>
public abstract class ActorTimerManager
{
    /// <summary>Registers a reminder, in place of one of the same name.</summary>
    public abstract Task RegisterReminderAsync(ActorReminder reminder);

    /// <summary>Finds a reminder; null when there is none.</summary>
    public abstract Task<IActorReminder?> GetReminderAsync(ActorReminderToken reminder);

    /// <summary>Takes back a reminder; nothing happens when there is none.</summary>
    public abstract Task UnregisterReminderAsync(ActorReminderToken reminder);

    /// <summary>Registers a timer, in place of one of the same name.</summary>
    public abstract Task RegisterTimerAsync(ActorTimer timer);

    /// <summary>Takes back a timer; nothing happens when there is none.</summary>
    public abstract Task UnregisterTimerAsync(ActorTimerToken timer);
}
