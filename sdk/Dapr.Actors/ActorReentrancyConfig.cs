namespace Dapr.Actors;

/// <summary>Whether a call that comes back to an actor in the middle of its turn is let in.</summary>
public sealed class ActorReentrancyConfig
{
    /// <summary>Whether calls of one chain may enter an actor again. Default false: such a call waits for ever for its own end.</summary>
    public bool Enabled { get; set; }

    /// <summary>How deep a chain may enter one actor; null for the runtime's default of 32.</summary>
    public int? MaxStackDepth { get; set; }
}
