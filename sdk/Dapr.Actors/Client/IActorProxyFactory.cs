namespace Dapr.Actors.Client;

/// <summary>Creates proxies of actors. A proxy costs little and holds no connection: create one for each call if that is simplest.</summary>
public interface IActorProxyFactory
{
    /// <summary>Creates a typed proxy: calls of the interface's methods become calls of the actor.</summary>
    /// <param name="actorId">The actor's id.</param>
    /// <param name="actorType">The actor's type, as its app registered it.</param>
    /// <param name="options">How to call; null for the factory's own.</param>
    /// <exception cref="ArgumentException">The interface is not one that actors can have.</exception>
    TActorInterface CreateActorProxy<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
        where TActorInterface : IActor;

    /// <inheritdoc cref="CreateActorProxy{TActorInterface}" />
    object CreateActorProxy(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null);

    /// <summary>Creates a proxy that calls methods by name, with JSON: it needs no interface, and calls actors in any language.</summary>
    /// <param name="actorId">The actor's id.</param>
    /// <param name="actorType">The actor's type, as its app registered it.</param>
    /// <param name="options">How to call; null for the factory's own.</param>
    ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null);
}
