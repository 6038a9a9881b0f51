namespace LocalDapr.Runtime.Resiliency.Specification;

/// <summary>A resource of kind Resiliency: named policies, and the targets that use them.</summary>
internal sealed record ResiliencySpec
{
    public required IReadOnlyDictionary<string, TimeSpan> Timeouts { get; init; }

    public required IReadOnlyDictionary<string, RetryPolicy> Retries { get; init; }

    public required IReadOnlyDictionary<string, CircuitBreakerPolicy> CircuitBreakers { get; init; }

    /// <summary>By app id.</summary>
    public required IReadOnlyDictionary<string, PolicyNames> Apps { get; init; }

    /// <summary>By the name of the component.</summary>
    public required IReadOnlyDictionary<string, ComponentPolicyNames> Components { get; init; }

    /// <summary>By actor type.</summary>
    public required IReadOnlyDictionary<string, ActorPolicyNames> Actors { get; init; }

    /// <summary>The app ids that the resource is for; empty for all.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public bool IsVisibleTo(string appId) => Scopes.Count == 0 || Scopes.Contains(appId);
}
