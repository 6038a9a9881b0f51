using System.Collections.ObjectModel;

namespace Dapr.Actors.Runtime;

/// <summary>A class of actors that the app hosts.</summary>
public sealed class ActorRegistration
{
    /// <summary>Registers a class with the app's options.</summary>
    public ActorRegistration(ActorTypeInformation type)
        : this(type, options: null)
    {
    }

    /// <summary>Registers a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="options">Options that differ from the app's; null for those.</param>
    public ActorRegistration(ActorTypeInformation type, ActorRuntimeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type = type;
        TypeOptions = options;
    }

    /// <summary>The class.</summary>
    public ActorTypeInformation Type { get; }

    /// <summary>Creates the actors; null for the app's activator.</summary>
    public ActorActivator? Activator { get; set; }

    /// <summary>Options of this class; null for the app's.</summary>
    public ActorRuntimeOptions? TypeOptions { get; }
}

/// <summary>The classes of actors that the app hosts.</summary>
public sealed class ActorRegistrationCollection : KeyedCollection<ActorTypeInformation, ActorRegistration>
{
    /// <summary>Registers a class under its own name.</summary>
    public void RegisterActor<TActor>(Action<ActorRegistration>? configure = null)
        where TActor : Actor =>
        RegisterActor<TActor>(actorTypeName: null, typeOptions: null, configure);

    /// <summary>Registers a class under its own name with options of its own.</summary>
    public void RegisterActor<TActor>(ActorRuntimeOptions? typeOptions, Action<ActorRegistration>? configure = null)
        where TActor : Actor =>
        RegisterActor<TActor>(actorTypeName: null, typeOptions, configure);

    /// <summary>Registers a class under another name.</summary>
    public void RegisterActor<TActor>(string? actorTypeName, Action<ActorRegistration>? configure = null)
        where TActor : Actor =>
        RegisterActor<TActor>(actorTypeName, typeOptions: null, configure);

    /// <summary>Registers a class under another name with options of its own.</summary>
    /// <exception cref="ArgumentException">The class is no actor, or its name is taken.</exception>
    public void RegisterActor<TActor>(string? actorTypeName, ActorRuntimeOptions? typeOptions, Action<ActorRegistration>? configure = null)
        where TActor : Actor
    {
        var registration = new ActorRegistration(ActorTypeInformation.Get(typeof(TActor), actorTypeName), typeOptions);
        if (this.Any(other => other.Type.ActorTypeName == registration.Type.ActorTypeName))
            throw new ArgumentException($"Actor type {registration.Type.ActorTypeName} is registered already.", nameof(actorTypeName));
        configure?.Invoke(registration);
        Add(registration);
    }

    /// <inheritdoc />
    protected override ActorTypeInformation GetKeyForItem(ActorRegistration item) => item.Type;
}
