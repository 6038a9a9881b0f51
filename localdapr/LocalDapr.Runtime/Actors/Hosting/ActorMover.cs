using LocalDapr.Runtime.Actors.Calls;
using LocalDapr.Runtime.Actors.Turns;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Actors.Hosting;

/// <summary>Moves actors between instances and lets idle ones go. An actor is dropped where it was before it is used elsewhere.</summary>
internal sealed partial class ActorMover(ActorPlacement placement, ActorTable table, TimeProvider time, ILogger<ActorMover> logger)
{
    private static readonly TimeSpan DeactivationTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes an actor active where it belongs; the caller has its turn. Gives the instance, or null when there is none.</summary>
    public async Task<ActorInstance?> SettleAsync(ActiveActor actor)
    {
        var target = placement.Find(actor.Key);
        if (target == actor.Instance)
            return target;
        if (actor.Instance is not null)
        {
            actor.Timers.Clear();
            await DeactivateAsync(actor);
        }

        return actor.Instance = target;
    }

    /// <summary>Drops the actors that are no longer where they belong, since an instance came or went. Running turns are given time.</summary>
    public Task RebalanceAsync() => Task.WhenAll(table.All.Where(IsMisplaced).Select(DropAsync));

    /// <summary>Drops the actors of an instance that nobody has used for their idle timeout.</summary>
    public async Task DropIdleAsync(ActorInstance instance)
    {
        foreach (var actor in table.All.Where(actor => (actor.Instance ?? placement.Find(actor.Key)) == instance))
        {
            var timeout = instance.Configuration.Types[actor.Key.Type].IdleTimeout;
            if (actor.Idle < timeout || !actor.Turns.TryEnter())
                continue;
            if (actor.Idle >= timeout)
                await RemoveAsync(actor);
            actor.Turns.Leave();
        }
    }

    private bool IsMisplaced(ActiveActor actor) => actor.Instance is { } instance && instance != placement.Find(actor.Key);

    private async Task DropAsync(ActiveActor actor)
    {
        if (actor.Instance is not { } instance)
            return;
        var turn = actor.Turns.EnterAsync(chain: null, maxDepth: 1, CancellationToken.None).AsTask();
        if (instance.IsAlive && !turn.IsCompleted)
            await BreakAfterAsync(instance.Configuration.Types[actor.Key.Type].DrainTimeout, turn, actor);
        if (await turn == TurnEntry.Closed)
            return;
        if (IsMisplaced(actor))
            await RemoveAsync(actor);
        actor.Turns.Leave();
    }

    private async Task BreakAfterAsync(TimeSpan drainTimeout, Task turn, ActiveActor actor)
    {
        await turn.WaitAsync(drainTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!turn.IsCompleted && IsMisplaced(actor))
            actor.BreakTurn();
    }

    private async Task RemoveAsync(ActiveActor actor)
    {
        actor.Timers.Clear();
        await DeactivateAsync(actor);
        table.Remove(actor);
    }

    private async Task DeactivateAsync(ActiveActor actor)
    {
        // An instance that counts as gone for its health is told too: its process lives on with its actors in memory.
        if (actor.Instance is not { } instance || (!instance.IsAlive && instance.Sidecar.App.HealthCheck is null))
            return;
        try
        {
            using var timeout = new CancellationTokenSource(DeactivationTimeout, time);
            var status = await instance.DeactivateAsync(actor.Key, timeout.Token);
            if (status is < 200 or > 299)
                LogRefused(actor.Key, instance.Name, status);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            LogUnreachable(actor.Key, instance.Name, failure.Message);
            await instance.SuspectAsync();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The app {Instance} answered {Status} when it was told to deactivate actor {Key}")]
    private partial void LogRefused(ActorKey key, string instance, int status);

    [LoggerMessage(LogLevel.Warning, "The app {Instance} could not be told to deactivate actor {Key}: {Reason}")]
    private partial void LogUnreachable(ActorKey key, string instance, string reason);
}
