namespace Dapr.Actors.Runtime;

/// <summary>Why an actor has its turn.</summary>
public enum ActorCallType
{
    /// <summary>A method of its interface was called.</summary>
    ActorInterfaceMethod = 0,

    /// <summary>A timer fired.</summary>
    TimerMethod = 1,

    /// <summary>A reminder fired.</summary>
    ReminderMethod = 2,
}
