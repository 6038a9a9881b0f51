using System.Diagnostics;

namespace Dapr.Actors.Runtime;

/// <summary>The span of an actor's turn, without the wait for it. Costs nothing when nobody listens.</summary>
internal static class TurnSpan
{
    private static readonly ActivitySource Source = new("Dapr.Actors");

    /// <summary>Begins a turn.</summary>
    public static Activity? Start(Actor actor, ActorMethodContext context)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var type = actor.Host.ActorTypeInfo.ActorTypeName;
        var span = Source.StartActivity($"actor {type}/{context.MethodName}");
        span?.SetTag("actor.type", type);
        span?.SetTag("actor.id", actor.Id.GetId());
        return span;
    }
}
