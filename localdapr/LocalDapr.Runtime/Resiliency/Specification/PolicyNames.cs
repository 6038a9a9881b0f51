using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Resiliency.Specification;

/// <summary>The policies that a target names, and where it does.</summary>
internal sealed record PolicyNames(string? Timeout, string? Retry, string? CircuitBreaker, YamlObject Target)
{
    /// <summary>Circuit breakers that are kept for the endpoints of an app or the instances of an actor type.</summary>
    public int? CircuitBreakerCacheSize { get; init; }
}

/// <summary>The policies of one component; null for a direction that the target does not mention.</summary>
internal sealed record ComponentPolicyNames(PolicyNames? Outbound, PolicyNames? Inbound);

/// <summary>What shares the circuit breaker of an actor type.</summary>
internal enum ActorBreakerScope
{
    Type,
    Id,
    Both,
}

/// <summary>The policies of one actor type.</summary>
internal sealed record ActorPolicyNames(PolicyNames Names, ActorBreakerScope Scope);
