using System.Text.Json.Serialization;
using Dapr.Actors.Communication;

namespace Dapr.Actors;

/// <summary>Names one actor of a type. Ids are compared without regard to case; the runtime itself tells <c>A</c> from <c>a</c>.</summary>
[JsonConverter(typeof(ActorIdJsonConverter))]
#pragma warning disable CA1036, MA0077, MA0094, MA0097 // The official type compares, but has neither order operators nor interfaces.
public class ActorId
{
    private readonly string _id;

    /// <summary>Creates an id.</summary>
    /// <exception cref="ArgumentException">The id is null, empty or white space.</exception>
    public ActorId(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        _id = id;
    }

    /// <summary>Whether both are the same id, or both null.</summary>
    public static bool operator ==(ActorId? id1, ActorId? id2) => id1 is null ? id2 is null : id1.Equals(id2);

    /// <summary>Whether the ids differ.</summary>
    public static bool operator !=(ActorId? id1, ActorId? id2) => !(id1 == id2);

    /// <summary>Creates an id that nobody else has.</summary>
    public static ActorId CreateRandom() => new(Guid.NewGuid().ToString());

    /// <summary>The id as it was given.</summary>
    public string GetId() => _id;

    /// <inheritdoc />
    public override string ToString() => _id;

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_id);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ActorId);

    /// <summary>Whether both are the same id.</summary>
    public bool Equals(ActorId? other) => other is not null && string.Equals(_id, other._id, StringComparison.OrdinalIgnoreCase);

    /// <summary>The order of the ids; any id comes after null.</summary>
    public int CompareTo(ActorId? other) => other is null ? 1 : string.Compare(_id, other._id, StringComparison.OrdinalIgnoreCase);
}
#pragma warning restore CA1036, MA0077, MA0094, MA0097
