namespace Platform.RateLimiting.Internal;

/// <summary>Whether the limiter can be reached, and what holds while it cannot.</summary>
internal sealed class Reachability(RateLimiterOptions options, TimeProvider clock)
{
    /// <summary>One call that fails may be bad luck.</summary>
    private const int FailuresToOpen = 3;

    private readonly Lock _lock = new();
    private int _failures;
    private long _downSince;
    private long _retryAt;

    /// <summary>Whether the limiter is not called at the moment.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= FailuresToOpen;

    /// <summary>Whether a call may be made: always while the limiter answers, and once in a while when it does not.</summary>
    public bool MayCall()
    {
        if (!IsOpen)
        {
            return true;
        }

        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (now < _retryAt)
            {
                return false;
            }

            _retryAt = now + Ticks(options.RetryInterval);
            return true;
        }
    }

    /// <summary>A call was answered; true where none was for a while.</summary>
    public bool Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0)
        {
            return false;
        }

        lock (_lock)
        {
            var wasOpen = IsOpen;
            _failures = 0;
            return wasOpen;
        }
    }

    /// <summary>A call failed; true where it is now taken for unreachable.</summary>
    public bool Failed()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_failures == 0)
            {
                _downSince = now;
            }

            _failures++;
            _retryAt = now + Ticks(options.RetryInterval);
            return _failures == FailuresToOpen;
        }
    }

    /// <summary>What a request gets that the limiter could not be asked about.</summary>
    public RateLimitOutcome Outcome()
    {
        lock (_lock)
        {
            return options.FailOpenFor == Timeout.InfiniteTimeSpan || _failures == 0 || clock.GetElapsedTime(_downSince) < options.FailOpenFor
                ? RateLimitOutcome.FailedOpen
                : RateLimitOutcome.Unavailable;
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
