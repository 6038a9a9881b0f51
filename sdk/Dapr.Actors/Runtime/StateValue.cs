namespace Dapr.Actors.Runtime;

/// <summary>A value of an actor's state in memory, and what it has to become in the store.</summary>
/// <param name="Value">The value; null when it was removed.</param>
/// <param name="Type">The type that it is saved as.</param>
/// <param name="Change">What happened to it since the last save.</param>
/// <param name="ExpiresAt">When it stops existing; null for never.</param>
internal sealed record StateValue(object? Value, Type Type, StateChangeKind Change, DateTimeOffset? ExpiresAt);
