using LocalDapr.Runtime.State;

namespace LocalDapr.Runtime.Actors;

/// <summary>An actor: its type, and its id within the type. Both are case-sensitive.</summary>
internal readonly record struct ActorKey(string Type, string Id)
{
    /// <summary>Checks what a caller wrote: neither part is empty, or a path to somewhere else at the app.</summary>
    /// <exception cref="Errors.DaprException">It is no actor.</exception>
    public static ActorKey Parse(string type, string id) => new(ActorNames.Check("actorType", type), ActorNames.Check("actorId", id));

    /// <inheritdoc />
    public override string ToString() => Type + KeyPrefix.Separator + Id;
}
