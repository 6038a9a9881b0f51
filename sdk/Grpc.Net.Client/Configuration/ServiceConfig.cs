namespace Grpc.Net.Client.Configuration;

/// <summary>What the owner of a service decides for its clients (gRFC A2): which methods are retried, and how.</summary>
public sealed class ServiceConfig
{
    /// <summary>Settings by method. The first of them with the most specific matching name applies to a call.</summary>
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>Stops all retries of the channel while too many calls fail; null never does.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}

/// <summary>Settings of the methods that it names.</summary>
public sealed class MethodConfig
{
    /// <summary>The methods, services, or <see cref="MethodName.Default"/>.</summary>
    public IList<MethodName> Names { get; } = [];

    /// <summary>How calls are retried; null does not retry.</summary>
    public RetryPolicy? RetryPolicy { get; set; }
}

/// <summary>Names a method, all methods of a service, or everything.</summary>
public sealed class MethodName
{
    /// <summary>Every method of every service.</summary>
    public static readonly MethodName Default = new();

    /// <summary>The full name of the service; null or empty with an empty <see cref="Method"/> matches every service.</summary>
    public string? Service { get; set; }

    /// <summary>The name within the service; null or empty matches every method of it.</summary>
    public string? Method { get; set; }
}

/// <summary>When and how often a failed call is tried again (gRFC A6). Every property but the codes is needed.</summary>
public sealed class RetryPolicy
{
    /// <summary>How often a call is tried, the first time included; at least 2, capped by the channel's own maximum.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The longest delay before the first retry.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>The longest delay before any retry.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>What the longest delay is multiplied with after each retry.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>The codes that are retried. At least one is needed.</summary>
    public IList<Grpc.Core.StatusCode> RetryableStatusCodes { get; } = [];
}

/// <summary>
/// A bucket of tokens per channel: a failed call takes one, a successful one gives <see cref="TokenRatio"/> back, and nothing is
/// retried while it is no more than half full (gRFC A6).
/// </summary>
public sealed class RetryThrottlingPolicy
{
    /// <summary>The size of the bucket, which starts full.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>What a successful call gives back.</summary>
    public double? TokenRatio { get; set; }
}
