using System.Collections.Frozen;
using Dapr.Actors.Client;
using Dapr.Actors.Communication;
using Microsoft.Extensions.Logging;

namespace Dapr.Actors.Runtime;

/// <summary>The actors of an app: what <c>AddActors</c> registered.</summary>
public sealed class ActorRuntime
{
    private readonly FrozenDictionary<string, ActorManager> _managers;

    internal ActorRuntime(
        ActorRuntimeOptions options, ILoggerFactory loggers, ActorActivatorFactory activators, IActorProxyFactory proxies, TimeProvider time)
    {
        Options = options;
        var sidecar = new SidecarActors(options.HttpEndpoint ?? DaprDefaults.GetHttpEndpoint(), options.DaprApiToken, null, null);
        var state = new StateProvider(sidecar, options.JsonSerializerOptions, time);
        var timers = new SidecarTimerManager(sidecar);
        _managers = options.Actors.ToFrozenDictionary(actor => actor.Type.ActorTypeName, actor =>
        {
            var type = actor.Type;
            var actors = new ActiveActors(
                actor.Activator ?? activators.CreateActivator(type),
                id => new ActorHost(type, id, options.JsonSerializerOptions, loggers, proxies, timers) { StateProvider = state },
                (actor.TypeOptions ?? options).ReentrancyConfig.Enabled);
            return new ActorManager(type, actors, options.JsonSerializerOptions);
        });
    }

    /// <summary>The classes of actors that the app hosts.</summary>
    public IReadOnlyList<ActorRegistration> RegisteredActors => Options.Actors;

    internal ActorRuntimeOptions Options { get; }

    /// <summary>The class of an actor type, or null.</summary>
    internal ActorManager? Find(string actorType) => _managers.GetValueOrDefault(actorType);
}
