using System.Text.Json;
using Dapr.Actors.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dapr.Actors.Runtime;

/// <summary>What an actor in a unit test is given by <see cref="ActorHost.CreateForTest{TActor}(ActorTestOptions)"/>.</summary>
public sealed class ActorTestOptions
{
    /// <summary>The actor's id. Default: a random one.</summary>
    public ActorId ActorId { get; set; } = ActorId.CreateRandom();

    /// <summary>Creates loggers. Default: loggers that write nothing.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>How arguments, results and state become JSON.</summary>
    public JsonSerializerOptions JsonSerializerOptions { get; set; } = new(JsonSerializerDefaults.Web);

    /// <summary>Creates proxies. Default: one that throws.</summary>
    public IActorProxyFactory ProxyFactory { get; set; } = new NoProxies();

    /// <summary>Registers timers and reminders. Default: one that throws.</summary>
    public ActorTimerManager TimerManager { get; set; } = new NoTimers();

    private static NotImplementedException Missing(string property) =>
        new($"The actor under test needs a {property}: set {nameof(ActorTestOptions)}.{property}.");

    private sealed class NoProxies : IActorProxyFactory
    {
        public TActorInterface CreateActorProxy<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
            where TActorInterface : IActor =>
            throw Missing(nameof(ProxyFactory));

        public object CreateActorProxy(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null) =>
            throw Missing(nameof(ProxyFactory));

        public ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null) => throw Missing(nameof(ProxyFactory));
    }

    private sealed class NoTimers : ActorTimerManager
    {
        public override Task RegisterReminderAsync(ActorReminder reminder) => throw Missing(nameof(TimerManager));

        public override Task<IActorReminder?> GetReminderAsync(ActorReminderToken reminder) => throw Missing(nameof(TimerManager));

        public override Task UnregisterReminderAsync(ActorReminderToken reminder) => throw Missing(nameof(TimerManager));

        public override Task RegisterTimerAsync(ActorTimer timer) => throw Missing(nameof(TimerManager));

        public override Task UnregisterTimerAsync(ActorTimerToken timer) => throw Missing(nameof(TimerManager));
    }
}
