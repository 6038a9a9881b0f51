using System.Globalization;
using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Internal;

/// <summary>A retry policy whose settings are all there and valid.</summary>
internal sealed record RetrySettings(
    int MaxAttempts, TimeSpan InitialBackoff, TimeSpan MaxBackoff, double Multiplier, IReadOnlySet<StatusCode> Codes)
{
    public static RetrySettings Create(RetryPolicy policy, int? maxAttempts)
    {
        var settings = new RetrySettings(
            Math.Min(policy.MaxAttempts ?? 0, maxAttempts ?? int.MaxValue),
            policy.InitialBackoff ?? TimeSpan.Zero,
            policy.MaxBackoff ?? TimeSpan.Zero,
            policy.BackoffMultiplier ?? 0,
            policy.RetryableStatusCodes.ToHashSet());
        Check(policy.MaxAttempts > 1, nameof(policy.MaxAttempts), "greater than 1");
        Check(settings.InitialBackoff > TimeSpan.Zero, nameof(policy.InitialBackoff), "greater than 0");
        Check(settings.MaxBackoff > TimeSpan.Zero, nameof(policy.MaxBackoff), "greater than 0");
        Check(settings.Multiplier > 0, nameof(policy.BackoffMultiplier), "greater than 0");
        Check(settings.Codes.Count > 0, nameof(policy.RetryableStatusCodes), "not empty");
        return settings;
    }

    private static void Check(bool valid, string property, string rule)
    {
        if (!valid)
        {
            throw new InvalidOperationException($"{property} of a retry policy must be {rule}.");
        }
    }
}

/// <summary>The tokens that limit retries while a service fails (gRFC A6).</summary>
internal sealed class RetryThrottle(int maxTokens, double tokenRatio)
{
    private readonly Lock _lock = new();
    private double _tokens = maxTokens;

    public bool AllowsRetry
    {
        get
        {
            lock (_lock)
            {
                return _tokens > maxTokens / 2.0;
            }
        }
    }

    public void OnSuccess()
    {
        lock (_lock)
        {
            _tokens = Math.Min(_tokens + tokenRatio, maxTokens);
        }
    }

    public void OnFailure()
    {
        lock (_lock)
        {
            _tokens = Math.Max(_tokens - 1, 0);
        }
    }
}

/// <summary>How many bytes the calls of a channel keep for retries, together and each.</summary>
internal sealed class RetryBuffer(long? limit, long? limitPerCall)
{
    private long _used;

    /// <summary>Takes bytes for a call that holds some already; false when that would pass a limit.</summary>
    public bool TryTake(long held, long bytes)
    {
        if (held + bytes > limitPerCall)
        {
            return false;
        }

        if (Interlocked.Add(ref _used, bytes) <= (limit ?? long.MaxValue))
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);
}

/// <summary>Decides for one call whether and when it is tried again.</summary>
internal sealed class RetryDecision(RetrySettings settings, RetryThrottle? throttle)
{
    private Backoff _backoff = NewBackoff(settings);

    /// <summary>How often the call failed so far.</summary>
    public int FailedAttempts { get; private set; }

    /// <summary>Takes note of a failed attempt.</summary>
    /// <param name="code">How it failed.</param>
    /// <param name="pushback">The value of <c>grpc-retry-pushback-ms</c>, when the server sent it.</param>
    /// <param name="canRepeat">Whether the requests are still there.</param>
    /// <returns>The delay before the next attempt; null when there is none.</returns>
    public TimeSpan? OnFailure(StatusCode code, string? pushback, bool canRepeat)
    {
        FailedAttempts++;
        var forbidden = pushback is not null
            && !int.TryParse(pushback, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var retryable = settings.Codes.Contains(code);
        if (retryable || forbidden)
        {
            throttle?.OnFailure();
        }

        if (forbidden || !retryable || !canRepeat || FailedAttempts >= settings.MaxAttempts || throttle is { AllowsRetry: false })
        {
            return null;
        }

        if (pushback is null)
        {
            return _backoff.Next();
        }

        _backoff = NewBackoff(settings);
        return TimeSpan.FromMilliseconds(int.Parse(pushback, CultureInfo.InvariantCulture));
    }

    private static Backoff NewBackoff(RetrySettings settings) =>
        new(settings.InitialBackoff, settings.MaxBackoff, settings.Multiplier);
}

/// <summary>Exponential delays with jitter: each is random between 80 % and 120 % of a bound that grows up to a maximum.</summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan maximum, double multiplier)
{
    private TimeSpan _bound = initial < maximum ? initial : maximum;

    public TimeSpan Next()
    {
        var delay = _bound * (RandomNumberGenerator.GetInt32(800, 1201) / 1000.0);
        _bound = _bound >= maximum / multiplier ? maximum : _bound * multiplier;
        return delay;
    }
}
