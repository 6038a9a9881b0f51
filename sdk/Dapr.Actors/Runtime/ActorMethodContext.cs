namespace Dapr.Actors.Runtime;

/// <summary>Which method an actor's turn is about.</summary>
#pragma warning disable CA1815 // The official type has no equality.
public struct ActorMethodContext
#pragma warning restore CA1815
{
    private ActorMethodContext(string methodName, ActorCallType callType)
    {
        MethodName = methodName;
        CallType = callType;
    }

    /// <summary>Name of the method; <c>FireTimerAsync</c> for timers, <c>ReceiveReminderAsync</c> for reminders.</summary>
    public string MethodName { get; }

    /// <summary>Why the actor has its turn.</summary>
    public ActorCallType CallType { get; }

    internal static ActorMethodContext ForReminder { get; } = new("ReceiveReminderAsync", ActorCallType.ReminderMethod);

    internal static ActorMethodContext ForTimer { get; } = new("FireTimerAsync", ActorCallType.TimerMethod);

    internal static ActorMethodContext ForMethod(string name) => new(name, ActorCallType.ActorInterfaceMethod);
}
