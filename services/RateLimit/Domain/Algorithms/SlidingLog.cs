namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>
/// A log of everything that passed in the last window: exact in every window, wherever it begins, for the price of a state that grows with the amount.
/// </summary>
/// <param name="Amount">How much passes in any window, 1 to <see cref="MaxAmount"/>.</param>
/// <param name="Length">The length of the window.</param>
internal sealed record SlidingLog(long Amount, long Length) : Limit
{
    /// <summary>The largest amount: the log is written whole with each decision.</summary>
    public const long MaxAmount = 1000;

    internal override string Id => $"sl{Length}";

    internal override long Capacity => Amount;

    public override Quota QuotaAt(long now) => new(Amount, Length, Amount);

    public override Standing Look(LimitState? state, long cost, long now)
    {
        var entries = EntriesAt(state as SlidingLogState, now, out var at);
        var remaining = Math.Max(0, Amount - entries.Sum(entry => entry.Cost));
        var reset = entries.Count == 0 ? 0 : entries[^1].At + Length - at;
        var retry = cost <= remaining ? 0 : cost > Amount ? Standing.Never : WhenGone(entries, cost - remaining) - at;
        return new Standing(cost <= remaining, remaining, retry, reset);
    }

    public override LimitState Take(LimitState? state, long cost, long now)
    {
        var entries = EntriesAt(state as SlidingLogState, now, out var at);
        if (entries.Count > 0 && entries[^1].At == at)
        {
            entries[^1] = new LogEntry(at, entries[^1].Cost + cost);
        }
        else if (cost > 0)
        {
            entries.Add(new LogEntry(at, cost));
        }

        return new SlidingLogState(entries);
    }

    public override LimitState? Return(LimitState? state, long cost, long takenAt, long now)
    {
        if (state is not SlidingLogState log)
        {
            return state;
        }

        var entries = EntriesAt(log, now, out _);
        var index = entries.FindIndex(entry => entry.At == takenAt);
        if (index < 0)
        {
            return new SlidingLogState(entries);
        }

        var left = entries[index].Cost - cost;
        if (left > 0)
        {
            entries[index] = entries[index] with { Cost = left };
        }
        else
        {
            entries.RemoveAt(index);
        }

        return new SlidingLogState(entries);
    }

    private List<LogEntry> EntriesAt(SlidingLogState? log, long now, out long at)
    {
        var entries = log?.Entries ?? [];
        var latest = Math.Max(now, entries.Count > 0 ? entries[^1].At : now);
        at = latest;
        return [.. entries.Where(entry => entry.At > latest - Length)];
    }

    private long WhenGone(List<LogEntry> entries, long cost)
    {
        foreach (var entry in entries)
        {
            cost -= entry.Cost;
            if (cost <= 0)
            {
                return entry.At + Length;
            }
        }

        // The amount was lowered to less than what is logged, and all of it goes: then everything passes.
        return entries[^1].At + Length;
    }
}

/// <summary>The state of a sliding log.</summary>
/// <param name="Entries">What passed, oldest first, at different times.</param>
internal sealed record SlidingLogState(IReadOnlyList<LogEntry> Entries) : LimitState;

/// <summary>What passed at one time.</summary>
internal readonly record struct LogEntry(long At, long Cost);
