using System.Reflection;
using Dapr.Actors.Description;

namespace Dapr.Actors.Runtime;

/// <summary>What the runtime knows of a class of actors.</summary>
public sealed class ActorTypeInformation
{
    private ActorTypeInformation(Type type, string name, IReadOnlyList<Type> interfaces)
    {
        ImplementationType = type;
        ActorTypeName = name;
        InterfaceTypes = interfaces;
    }

    /// <summary>The actor type, which callers name.</summary>
    public string ActorTypeName { get; }

    /// <summary>The class.</summary>
    public Type ImplementationType { get; }

    /// <summary>The actor interfaces that the class has.</summary>
    public IEnumerable<Type> InterfaceTypes { get; }

    /// <summary>Whether the class is abstract.</summary>
    public bool IsAbstract => ImplementationType.IsAbstract;

    /// <summary>Whether the actors have reminders.</summary>
    public bool IsRemindable => ImplementationType.IsAssignableTo(typeof(IRemindable));

    /// <summary>Looks at a class.</summary>
    /// <param name="actorType">The class.</param>
    /// <param name="actorTypeName">The actor type; null for what <see cref="ActorAttribute"/> says, or else the name of the class.</param>
    /// <exception cref="ArgumentException">The class is no <see cref="Actor"/> or has no actor interface.</exception>
    public static ActorTypeInformation Get(Type actorType, string? actorTypeName)
    {
        ArgumentNullException.ThrowIfNull(actorType);
        if (!actorType.IsSubclassOf(typeof(Actor)))
            throw new ArgumentException($"{actorType} does not derive from {typeof(Actor)}.", nameof(actorType));
        var interfaces = actorType.GetInterfaces().Where(type => type != typeof(IActor) && ActorInterface.IsActorInterface(type)).ToArray();
        if (interfaces.Length == 0 && !actorType.IsAbstract)
            throw new ArgumentException($"{actorType} has no interface that extends {typeof(IActor)}.", nameof(actorType));
        return new ActorTypeInformation(
            actorType, actorTypeName ?? actorType.GetCustomAttribute<ActorAttribute>()?.TypeName ?? actorType.Name, interfaces);
    }
}
