using LocalDapr.Runtime.Expressions;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>When a circuit breaker opens, and when it closes again.</summary>
internal sealed record CircuitBreakerPolicy
{
    public const string DefaultTrip = "consecutiveFailures > 5";

    private static readonly string[] Counts = ["requests", "totalSuccesses", "totalFailures", "consecutiveSuccesses", "consecutiveFailures"];

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Calls that a half-open breaker lets through, and that must succeed for it to close.</summary>
    public int MaxRequests { get; init; } = 1;

    /// <summary>After this time a closed breaker forgets what it counted; zero for never.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>How long the breaker stays open before it lets calls through to see whether they succeed.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Opens the breaker when it holds after a failure.</summary>
    public required CelExpression Trip { get; init; }

    /// <exception cref="Errors.ConfigurationException">The text is no expression over the counts.</exception>
    public static CelExpression ParseTrip(string text) => CelExpression.Parse(text, Counts);
}
