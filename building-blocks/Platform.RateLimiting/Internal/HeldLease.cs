namespace Platform.RateLimiting.Internal;

/// <summary>Tokens that may be used without asking.</summary>
/// <param name="id">Names the lease.</param>
/// <param name="tokens">How many there are.</param>
/// <param name="end">The timestamp of the clock at which it is over.</param>
internal sealed class HeldLease(ulong id, long tokens, long end)
{
    private long _left = tokens;

    public ulong Id => id;

    public long Granted { get; } = tokens;

    public long Left => Volatile.Read(ref _left);

    public bool IsOver(long now) => now >= end;

    /// <summary>Takes tokens; false, and nothing is taken, where there are not enough.</summary>
    public bool TryTake(int cost, long now)
    {
        if (now >= end)
        {
            return false;
        }

        while (true)
        {
            var left = Volatile.Read(ref _left);
            if (left < cost)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _left, left - cost, left) == left)
            {
                return true;
            }
        }
    }

    /// <summary>Takes all that are left, for giving them back.</summary>
    public long Drain() => Interlocked.Exchange(ref _left, 0);
}
