using Dapr.Actors.Client;
using Dapr.Actors.Runtime;

namespace Dapr.Actors;

/// <summary>Type and id of an actor, which can be sent to others and turned into a proxy there.</summary>
public sealed class ActorReference
{
    /// <summary>The actor's id.</summary>
    public ActorId? ActorId { get; set; }

    /// <summary>The actor's type.</summary>
    public string? ActorType { get; set; }

    /// <summary>The reference of a proxy or of an actor itself; null of null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The object is neither.</exception>
    public static ActorReference? Get(object? actor) => actor switch
    {
        null => null,
        IActorProxy proxy => new ActorReference { ActorId = proxy.ActorId, ActorType = proxy.ActorType },
        Actor self => new ActorReference { ActorId = self.Id, ActorType = self.Host.ActorTypeInfo.ActorTypeName },
        _ => throw new ArgumentOutOfRangeException(nameof(actor), "neither a proxy nor an actor"),
    };

    /// <summary>A proxy of the actor.</summary>
    /// <param name="actorInterfaceType">The interface that the proxy has.</param>
    public object Bind(Type actorInterfaceType) =>
        ActorProxy.DefaultProxyFactory.CreateActorProxy(
            ActorId ?? throw new InvalidOperationException("The reference has no id."),
            actorInterfaceType,
            ActorType ?? throw new InvalidOperationException("The reference has no type."));
}
