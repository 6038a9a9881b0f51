using System.Numerics;

namespace Platform.Benchmarks.Harness;

/// <summary>
/// Counts latencies in buckets whose width grows with the value, 64 to each power of two, as HdrHistogram does: recording allocates
/// nothing, and a percentile is at most 1.6 % above the truth. Not safe for concurrent writers: each caller has its own.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits + 1) * SubBuckets];

    public long Count { get; private set; }

    /// <summary>Records one latency.</summary>
    /// <param name="ticks">In units of the <see cref="TimeProvider"/>'s timestamp.</param>
    public void Record(long ticks)
    {
        _counts[Index(ticks)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The latency that the given share of all latencies does not exceed, in the same units.</summary>
    /// <param name="share">Between 0 and 1.</param>
    public long Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
            {
                return UpperBound(i);
            }
        }

        return 0;
    }

    // Values below 64 have a bucket each; above, the leading bit chooses a group and the six bits behind it the bucket within.
    private static int Index(long value)
    {
        var shift = Math.Max(BitOperations.Log2((ulong)value | 1) - SubBucketBits, 0);
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    private static long UpperBound(int index)
    {
        var shift = Math.Max((index / SubBuckets) - 1, 0);
        return ((index - (shift * SubBuckets) + 1L) << shift) - 1;
    }
}
