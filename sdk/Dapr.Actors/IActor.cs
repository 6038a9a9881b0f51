namespace Dapr.Actors;

/// <summary>
/// Marks an interface as that of an actor. All of its methods return <see cref="Task"/> or <see cref="Task{TResult}"/>, none is generic or
/// overloaded, and a <see cref="CancellationToken"/> comes last.
/// </summary>
#pragma warning disable CA1040 // The official API: the type system tells actors from other interfaces by it.
public interface IActor
{
}
#pragma warning restore CA1040
