using System.Numerics;

namespace RateLimit.Tests.Domain;

/// <summary>What passed, at what time.</summary>
internal readonly record struct Passed(long At, long Cost);

/// <summary>
/// The definition of a limit, by everything that ever passed: slow, and exact. Whether a cost would pass at a time, after what passed before.
/// </summary>
internal delegate bool ExactModel(IReadOnlyList<Passed> passed, long cost, long at);

internal static class ExactModels
{
    /// <summary>In every stretch of time up to now, at most the burst and what flows in during it: amount per period.</summary>
    public static ExactModel Curve(BigInteger amount, BigInteger period, BigInteger burst) => (passed, cost, at) =>
    {
        var since = new BigInteger(cost);
        if (since > burst)
        {
            return false;
        }

        foreach (var before in passed.Reverse())
        {
            since += before.Cost;
            if (since * period > (burst * period) + (amount * (at - before.At)))
            {
                return false;
            }
        }

        return true;
    };

    /// <summary>In the window that now is in.</summary>
    public static ExactModel Window(long amount, Func<long, (long Start, long End)> window) => (passed, cost, at) =>
        passed.Where(before => before.At >= window(at).Start && before.At < window(at).End).Sum(before => before.Cost) + cost <= amount;

    /// <summary>In the window that ends now.</summary>
    public static ExactModel Log(long amount, long length) => (passed, cost, at) =>
        passed.Where(before => before.At > at - length).Sum(before => before.Cost) + cost <= amount;

    /// <summary>In the current window of the clock, and in the one before by the share that is not over yet.</summary>
    public static ExactModel Weighted(long amount, long length) => (passed, cost, at) =>
    {
        var start = at / length * length;
        BigInteger current = passed.Where(before => before.At >= start).Sum(before => before.Cost);
        BigInteger former = passed.Where(before => before.At >= start - length && before.At < start).Sum(before => before.Cost);
        return (former * (length - (at - start))) + ((current + cost) * length) <= (BigInteger)amount * length;
    };
}
