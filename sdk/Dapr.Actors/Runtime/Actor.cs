using Dapr.Actors.Client;
using Microsoft.Extensions.Logging;

namespace Dapr.Actors.Runtime;

/// <summary>
/// The base of actors: objects with an id that handle one call at a time and keep their state in the actor state store. The runtime creates one
/// when it is first called and drops it when it is idle.
/// </summary>
public abstract partial class Actor
{
    /// <summary>Creates the actor.</summary>
    protected Actor(ActorHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Host = host;
        StateManager = new ActorStateManager(this);
        Logger = host.LoggerFactory.CreateLogger(GetType());
    }

    /// <summary>The actor's id.</summary>
    public ActorId Id => Host.Id;

    /// <summary>What the runtime gave to the actor.</summary>
    public ActorHost Host { get; }

    /// <summary>Creates proxies of other actors.</summary>
    public IActorProxyFactory ProxyFactory => Host.ProxyFactory;

    /// <summary>The actor's state.</summary>
    public IActorStateManager StateManager { get; protected set; }

    /// <summary>Writes logs in the name of the actor's class.</summary>
    protected ILogger Logger { get; }

    internal async Task ActivateAsync()
    {
        await StateManager.ClearCacheAsync();
        await OnActivateAsync();
        await SaveStateAsync();
    }

    internal async Task DeactivateAsync()
    {
        await StateManager.ClearCacheAsync();
        await OnDeactivateAsync();
    }

    /// <summary>Takes a turn: what <paramref name="method"/> changes is saved when it succeeds and forgotten when it fails.</summary>
    internal async Task<T> TakeTurnAsync<T>(ActorMethodContext context, Func<Task<T>> method)
    {
        try
        {
            await OnPreActorMethodAsync(context);
            var result = await method();
            await OnPostActorMethodAsync(context);
            await SaveStateAsync();
            return result;
        }
        catch (Exception failure)
        {
            await OnActorMethodFailedAsync(context, failure);
            await StateManager.ClearCacheAsync();
            throw;
        }
    }

    /// <summary>Saves the changes of state now; the end of the turn does the same.</summary>
    protected Task SaveStateAsync() => StateManager.SaveStateAsync();

    /// <summary>Runs before the first call of the actor. State that is set here is saved.</summary>
    protected virtual Task OnActivateAsync() => Task.CompletedTask;

    /// <summary>Runs when the actor is dropped. Not a place to save state: a process that dies does not call it.</summary>
    protected virtual Task OnDeactivateAsync() => Task.CompletedTask;

    /// <summary>Runs before each method, timer and reminder.</summary>
    protected virtual Task OnPreActorMethodAsync(ActorMethodContext actorMethodContext) => Task.CompletedTask;

    /// <summary>Runs after each method, timer and reminder that succeeded, before its state is saved.</summary>
    protected virtual Task OnPostActorMethodAsync(ActorMethodContext actorMethodContext) => Task.CompletedTask;

    /// <summary>Runs after each method, timer and reminder that failed, before its changes of state are dropped.</summary>
    protected virtual Task OnActorMethodFailedAsync(ActorMethodContext actorMethodContext, Exception e) => Task.CompletedTask;
}
