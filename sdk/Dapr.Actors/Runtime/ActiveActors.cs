using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dapr.Actors.Runtime;

/// <summary>The active actors of one class: creates them when they are first called, gives them their turns.</summary>
/// <param name="activator">Creates the actors.</param>
/// <param name="newHost">Gives an actor of an id what it needs.</param>
/// <param name="isReentrant">Whether calls may come back to an actor in the middle of its turn.</param>
internal sealed class ActiveActors(ActorActivator activator, Func<ActorId, ActorHost> newHost, bool isReentrant)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Active>>> _actors = new(StringComparer.Ordinal);

    /// <summary>Gives an actor its turn.</summary>
    public async Task<T> TakeTurnAsync<T>(string id, ActorMethodContext context, Func<Actor, Task<T>> method, CancellationToken cancellationToken)
    {
        if (isReentrant)
        {
            // Calls of one chain are inside each other: they cannot wait, and each has its own view of the state.
            ActorStateManager.IsolateCall();
            return await TakeTurnAsync((await GetAsync(id)).Actor, context, method);
        }

        while (true)
        {
            // The sidecar sends one call at a time. A call whose caller has left may still run here when the next one comes.
            var active = await GetAsync(id);
            await active.Turn.WaitAsync(cancellationToken);
            try
            {
                if (!active.IsGone)
                    return await TakeTurnAsync(active.Actor, context, method);
            }
            finally
            {
                active.Turn.Release();
            }
        }
    }

    /// <summary>Drops an actor after its current turn. Nothing happens when it is not active.</summary>
    public async Task DeactivateAsync(string id)
    {
        if (!_actors.TryRemove(id, out var creation))
            return;
        var active = await creation.Value;
        await active.Turn.WaitAsync();
        try
        {
            await active.Actor.DeactivateAsync();
        }
        finally
        {
            active.IsGone = true;
            active.Turn.Release();
            await activator.DeleteAsync(active.State);
        }
    }

    private static async Task<T> TakeTurnAsync<T>(Actor actor, ActorMethodContext context, Func<Actor, Task<T>> method)
    {
        using var span = TurnSpan.Start(actor, context);
        try
        {
            return await actor.TakeTurnAsync(context, () => method(actor));
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    private async Task<Active> GetAsync(string id)
    {
        var creation = _actors.GetOrAdd(id, static (id, self) => new Lazy<Task<Active>>(() => self.ActivateAsync(id)), this);
        try
        {
            return await creation.Value;
        }
        catch
        {
            // The next call tries again.
            _actors.TryRemove(KeyValuePair.Create(id, creation));
            throw;
        }
    }

    private async Task<Active> ActivateAsync(string id)
    {
        var state = await activator.CreateAsync(newHost(new ActorId(id)));
        try
        {
            await state.Actor.ActivateAsync();
            return new Active(state);
        }
        catch
        {
            await activator.DeleteAsync(state);
            throw;
        }
    }

    private sealed record Active(ActorActivatorState State)
    {
        public Actor Actor => State.Actor;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>Set in a turn of its own; who comes after it needs another actor.</summary>
        public bool IsGone { get; set; }
    }
}
