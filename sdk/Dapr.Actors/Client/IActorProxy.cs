namespace Dapr.Actors.Client;

/// <summary>What every proxy of an actor is, besides the actor's own interface.</summary>
public interface IActorProxy
{
    /// <summary>The id of the actor.</summary>
    ActorId ActorId { get; }

    /// <summary>The type of the actor.</summary>
    string ActorType { get; }
}
