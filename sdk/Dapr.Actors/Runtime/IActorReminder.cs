namespace Dapr.Actors.Runtime;

/// <summary>A reminder of an actor.</summary>
public interface IActorReminder
{
    /// <summary>Its name, unique within the actor.</summary>
    string Name { get; }

    /// <summary>The time from registration to the first firing.</summary>
    TimeSpan DueTime { get; }

    /// <summary>The time between firings.</summary>
    TimeSpan Period { get; }

    /// <summary>What the actor gets with each firing.</summary>
    byte[] State { get; }
}
