using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Resiliency.Specification;

/// <summary>Reads one policy (https://docs.dapr.io/operations/resiliency/policies/).</summary>
internal static class PolicyReader
{
    public static readonly string[] RetryFields = ["policy", "duration", "maxInterval", "maxRetries", "matching"];
    public static readonly string[] CircuitBreakerFields = ["maxRequests", "interval", "timeout", "trip"];

    private const int Endless = -1;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultMaxInterval = TimeSpan.FromSeconds(60);

    /// <summary>As long as a timer can run, and longer than anybody waits.</summary>
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(24);

    public static RetryPolicy ReadRetry(YamlObject policy)
    {
        var maxRetries = AtLeast(policy, "maxRetries", Endless) ?? Endless;
        var retries = maxRetries == Endless ? RetryPolicy.Endless : maxRetries;
        var constant = ReadDuration(policy, "duration", TimeSpan.Zero) ?? DefaultDuration;
        var most = ReadDuration(policy, "maxInterval", TimeSpan.Zero) ?? DefaultMaxInterval;
        var result = policy.String("policy")?.ToLowerInvariant() switch
        {
            null or "constant" => RetryPolicy.Constant(retries, constant),
            "exponential" => RetryPolicy.Exponential(retries, most),
            var other => throw policy.Error("policy", $"'{other}' is neither constant nor exponential"),
        };
        var matching = policy.Object("matching");
        return result with { HttpStatusCodes = Codes(matching, "httpStatusCodes", 100, 599), GrpcStatusCodes = Codes(matching, "gRPCStatusCodes", 0, 16) };
    }

    public static CircuitBreakerPolicy ReadCircuitBreaker(YamlObject policy)
    {
        var timeout = ReadDuration(policy, "timeout", TimeSpan.Zero);
        return new CircuitBreakerPolicy
        {
            MaxRequests = Math.Max(1, AtLeast(policy, "maxRequests", 0) ?? 1),
            Interval = ReadDuration(policy, "interval", TimeSpan.Zero) ?? TimeSpan.Zero,
            Timeout = timeout is null || timeout == TimeSpan.Zero ? CircuitBreakerPolicy.DefaultTimeout : timeout.Value,
            Trip = ReadTrip(policy),
        };
    }

    /// <summary>A duration that is not shorter than <paramref name="least"/>; null if absent.</summary>
    public static TimeSpan? ReadDuration(YamlObject policy, string key, TimeSpan least)
    {
        var duration = policy.Duration(key);
        if (duration < least)
            throw policy.Error(key, least == TimeSpan.Zero ? "must not be negative" : "must be positive");
        return duration > LongestDuration ? throw policy.Error(key, $"must not be longer than {LongestDuration.TotalHours}h") : duration;
    }

    private static Expressions.CelExpression ReadTrip(YamlObject policy)
    {
        try
        {
            return CircuitBreakerPolicy.ParseTrip(policy.String("trip") ?? CircuitBreakerPolicy.DefaultTrip);
        }
        catch (ConfigurationException exception)
        {
            throw policy.Error("trip", exception.Message);
        }
    }

    private static CodeRanges? Codes(YamlObject? matching, string key, int first, int last)
    {
        if (matching?.String(key) is not { } text)
            return null;
        return CodeRanges.TryParse(text, first, last, out var ranges)
            ? ranges
            : throw matching.Error(key, $"'{text}' is no list of codes from {first} to {last}, such as {last - 2},{last - 1}-{last}");
    }

    private static int? AtLeast(YamlObject policy, string key, int least) =>
        policy.Int32(key) is not { } number || number >= least ? policy.Int32(key) : throw policy.Error(key, $"must be {least} or more");
}
