using Platform.RateLimit.V1;

namespace Platform.RateLimiting.Internal;

/// <summary>
/// What is known here of one key. Deciding by it takes no lock. One refill at a time asks for tokens; before the last of them are used, so that nobody has to
/// wait, and twice as many as before when they went faster than the lease lasts.
/// </summary>
internal sealed class KeyState(RateLimitKey key)
{
    private const int FirstLease = 8;
    private const int RefillShare = 4;

    private volatile HeldLease? _current;
    private volatile HeldLease? _former;
    private volatile Remembered? _remembered;
    private int _isRefilling;
    private long _wanted;
    private long _lastAsked = long.MinValue;
    private long _noLeaseUntil = long.MinValue;
    private long _takes;
    private long _takesSeen;

    public RateLimitKey Key => key;

    /// <summary>What the limiter said when it was last asked.</summary>
    public volatile Snapshot? Seen;

    /// <summary>A decision that holds for a while, or null.</summary>
    public Remembered? Find(int cost, long now) => _remembered is { } found && now < found.End && cost >= found.Cost ? found : null;

    public void Remember(Remembered decision) => _remembered = decision;

    /// <summary>Takes tokens of the leases; false where there are not enough.</summary>
    public bool TryTake(int cost, long now, out long left, out bool isLow)
    {
        left = 0;
        isLow = false;
        var (former, current) = (_former, _current);
        if (current is null || !(former is not null && former.TryTake(cost, now)) && !current.TryTake(cost, now))
        {
            return false;
        }

        _takes++;
        isLow = current.Left < current.Granted / RefillShare;
        left = current.Left + (former is null || former.IsOver(now) ? 0 : former.Left);
        return true;
    }

    /// <summary>Begins a refill; false where one is under way, or there is nothing to ask for.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="second">Timestamps in a second.</param>
    /// <param name="max">The most tokens.</param>
    public bool TryBeginRefill(long now, long second, int max)
    {
        if (now < _noLeaseUntil || Interlocked.CompareExchange(ref _isRefilling, 1, 0) != 0)
        {
            return false;
        }

        // A key that is asked for once in a while needs no lease.
        var isHot = _lastAsked > now - second;
        _lastAsked = now;
        _wanted = !isHot ? 0 : _wanted == 0 ? FirstLease : Math.Min(_wanted * 2, max);
        if (_wanted == 0)
        {
            EndRefill();
        }

        return _wanted > 0;
    }

    public void EndRefill() => Volatile.Write(ref _isRefilling, 0);

    /// <summary>Asks for tokens, and tells what became of those before. During a refill only.</summary>
    public void AskForTokens(CheckRequest request, ulong leaseId, long now)
    {
        request.Lease = new LeaseRequest { LeaseId = leaseId, Tokens = _wanted };
        foreach (var lease in new[] { _former, _current })
        {
            if (lease is not null && !lease.IsOver(now))
            {
                request.ReturnedLeases.Add(new LeaseReturn { LeaseId = lease.Id, KeptTokens = lease.Left });
            }
        }
    }

    /// <summary>Takes a lease in use. During a refill only.</summary>
    public void Use(HeldLease lease)
    {
        // Few are left of the one before the former; they stay out until it is over.
        _former = _current;
        _current = lease;
    }

    /// <summary>The limiter gives no leases for this key: it is not asked again before then.</summary>
    public void UseNoLeaseUntil(long timestamp) => _noLeaseUntil = timestamp;

    /// <summary>The leases of a key that nobody asked for since this was last called, to be given back; and whether any are left.</summary>
    public List<LeaseReturn> TakeIdle(long now, out bool hasLeases)
    {
        var returned = new List<LeaseReturn>();
        var isIdle = _takes == _takesSeen;
        _takesSeen = _takes;
        hasLeases = _current is { } current && !current.IsOver(now);
        if (!hasLeases || !isIdle || Interlocked.CompareExchange(ref _isRefilling, 1, 0) != 0)
        {
            return returned;
        }

        foreach (var lease in new[] { _former, _current })
        {
            if (lease is not null && !lease.IsOver(now))
            {
                returned.Add(new LeaseReturn { LeaseId = lease.Id, UnusedTokens = lease.Drain() });
            }
        }

        (_former, _current, _wanted, hasLeases) = (null, null, 0, false);
        EndRefill();
        return returned;
    }
}

/// <summary>A decision that holds for a while.</summary>
/// <param name="Cost">What cost it was about; it holds for higher ones.</param>
/// <param name="Outcome">The decision.</param>
/// <param name="RetryAfter">When the request would pass, from <paramref name="At"/>.</param>
/// <param name="At">When it was made, as a timestamp.</param>
/// <param name="End">Until when it holds, as a timestamp.</param>
internal sealed record Remembered(int Cost, RateLimitOutcome Outcome, TimeSpan? RetryAfter, long At, long End);

/// <summary>What the limiter said at a time.</summary>
internal sealed record Snapshot(IReadOnlyList<RateLimitStatus> Limits, long At);
