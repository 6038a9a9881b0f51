namespace LocalDapr.Runtime.Resiliency;

/// <summary>The policies of one target. Around a call they stand in this order: retries, then the circuit breaker, then the timeout.</summary>
internal sealed record Policies(TimeSpan? Timeout, RetryPolicy? Retry, CircuitBreakerPolicy? CircuitBreaker)
{
    private const int DefaultCacheSize = 100;

    /// <summary>Circuit breakers that are kept for the endpoints of one app.</summary>
    public int CircuitBreakerCacheSize { get; init; } = DefaultCacheSize;

    public bool IsEmpty => Timeout is null && Retry is null && CircuitBreaker is null;
}

/// <summary>Which side of the sidecar a component's call is on.</summary>
internal enum ComponentDirection
{
    /// <summary>From the sidecar to the component: save, publish, invoke.</summary>
    Outbound,

    /// <summary>From the sidecar to the app: an event of a subscription or an input binding.</summary>
    Inbound,
}
