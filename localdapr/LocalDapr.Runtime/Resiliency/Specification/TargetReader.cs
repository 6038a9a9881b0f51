using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Resiliency.Specification;

/// <summary>Reads one target (https://docs.dapr.io/operations/resiliency/targets/).</summary>
internal static class TargetReader
{
    public static readonly string[] PolicyFields = ["timeout", "retry", "circuitBreaker"];
    public static readonly string[] AppFields = [.. PolicyFields, "circuitBreakerCacheSize"];
    public static readonly string[] ActorFields = [.. AppFields, "circuitBreakerScope"];
    public static readonly string[] ComponentFields = ["outbound", "inbound"];

    public static PolicyNames ReadNames(YamlObject target)
    {
        var size = target.Int32("circuitBreakerCacheSize");
        if (size < 0)
            throw target.Error("circuitBreakerCacheSize", "must not be negative");
        return new PolicyNames(target.String("timeout"), target.String("retry"), target.String("circuitBreaker"), target)
        {
            CircuitBreakerCacheSize = size == 0 ? null : size,
        };
    }

    public static ActorPolicyNames ReadActor(YamlObject target)
    {
        var names = ReadNames(target);
        return new ActorPolicyNames(names, target.String("circuitBreakerScope") switch
        {
            "type" => ActorBreakerScope.Type,
            "id" => ActorBreakerScope.Id,
            "both" => ActorBreakerScope.Both,
            null when names.CircuitBreaker is null => ActorBreakerScope.Type,
            null => throw target.Error("circuitBreakerScope is missing: an actor's circuit breaker is of scope type, id or both"),
            var other => throw target.Error("circuitBreakerScope", $"'{other}' is none of type, id, both"),
        });
    }
}
