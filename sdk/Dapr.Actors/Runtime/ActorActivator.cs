namespace Dapr.Actors.Runtime;

/// <summary>Creates the actors of a class, and lets them go.</summary>
public abstract class ActorActivator
{
    /// <summary>Creates an actor.</summary>
    /// <param name="host">What the actor's constructor gets.</param>
    public abstract Task<ActorActivatorState> CreateAsync(ActorHost host);

    /// <summary>Disposes of an actor that was deactivated.</summary>
    public abstract Task DeleteAsync(ActorActivatorState state);
}

/// <summary>An actor as its activator keeps it.</summary>
public class ActorActivatorState
{
    /// <summary>Creates the state.</summary>
    public ActorActivatorState(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Actor = actor;
    }

    /// <summary>The actor.</summary>
    public Actor Actor { get; }
}

/// <summary>Gives each class of actors its activator.</summary>
public abstract class ActorActivatorFactory
{
    /// <summary>Creates the activator of a class.</summary>
    public abstract ActorActivator CreateActivator(ActorTypeInformation type);
}
