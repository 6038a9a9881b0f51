using System.Diagnostics.CodeAnalysis;
using LocalDapr.Runtime.Actors.Turns;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.State;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Actors;

/// <summary>
/// The state of actors, under <c>{app id}||{type}||{id}||{key}</c> as genuine daprd lays it out. Only the app in which an actor is active may change it: a
/// turn that was broken off, or an instance that lost the actor, changes nothing any more.
/// </summary>
internal sealed class ActorState(ActorTable table)
{
    /// <summary>Reads a value.</summary>
    /// <exception cref="DaprException">There is no store, or the key is not allowed.</exception>
    public static bool TryGet(Sidecar sidecar, ActorKey key, string name, [NotNullWhen(true)] out Entry? entry) =>
        StoreOf(sidecar, key).TryGet(name, out entry);

    /// <summary>Applies all writes or none.</summary>
    /// <exception cref="DaprException">The actor is not active in the app, there is no store, or a write is not valid.</exception>
    public async Task TransactAsync(Sidecar sidecar, ActorKey key, IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        var store = StoreOf(sidecar, key);
        if (!table.IsActive(key, sidecar))
            throw ActorErrors.InstanceMissing.ToException();
        try
        {
            await store.TransactAsync(writes, static () => default, cancellationToken);
        }
        catch (DaprException failure) when (failure.Error.HttpStatus >= 500)
        {
            throw ActorErrors.StateTransaction(failure.Message).ToException();
        }
    }

    private static StateStore StoreOf(Sidecar sidecar, ActorKey key)
    {
        var store = sidecar.State.ActorStore ?? throw ActorErrors.NoStateStore.ToException();
        return store.WithPrefix($"{sidecar.AppId}{KeyPrefix.Separator}{key}{KeyPrefix.Separator}");
    }
}
