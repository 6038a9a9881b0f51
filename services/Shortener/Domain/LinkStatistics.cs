using System.Globalization;

namespace Platform.Shortener.Domain;

/// <summary>The clicks on a link, summed up. Totals are exact, visitors are estimated.</summary>
public sealed class LinkStatistics
{
    /// <summary>Counts what has no name of its own, for there are too many or it is too long.</summary>
    public const string Other = "other";

    private const int MaxNames = 1000;
    private const int MaxDays = 400;

    /// <summary>Clicks of people.</summary>
    public long Clicks { get; set; }

    /// <summary>Clicks of programs.</summary>
    public long BotClicks { get; set; }

    /// <summary>The registers of the <see cref="HyperLogLog"/> of visitors.</summary>
    public byte[] Visitors { get; init; } = new byte[HyperLogLog.RegisterCount];

    /// <summary>Clicks by the host that they came from.</summary>
    public Dictionary<string, long> Referrers { get; init; } = [];

    /// <summary>Clicks by country.</summary>
    public Dictionary<string, long> Countries { get; init; } = [];

    /// <summary>Clicks by browser family.</summary>
    public Dictionary<string, long> Browsers { get; init; } = [];

    /// <summary>Clicks by day, <c>YYYY-MM-DD</c> in UTC.</summary>
    public SortedDictionary<string, long> Daily { get; init; } = new(StringComparer.Ordinal);

    /// <summary>About how many different visitors there were.</summary>
    public long EstimateVisitors() => new HyperLogLog(Visitors).Estimate();

    /// <summary>Adds the clicks of a day. Programs count in <see cref="BotClicks"/> only.</summary>
    public void Add(DayOfClicks day)
    {
        ArgumentNullException.ThrowIfNull(day);
        BotClicks += day.BotClicks;
        if (day.Clicks == 0)
        {
            return;
        }

        Clicks += day.Clicks;
        var visitors = new HyperLogLog(Visitors);
        foreach (var hash in day.Visitors)
        {
            visitors.Add(hash);
        }

        Count(Referrers, day.Referrers, day.Clicks, "direct");
        Count(Countries, day.Countries, day.Clicks, "unknown");
        Count(Browsers, day.Browsers, day.Clicks, "unknown");
        var date = day.Date.ToString("O", CultureInfo.InvariantCulture);
        Daily[date] = Daily.GetValueOrDefault(date) + day.Clicks;
        if (Daily.Count > MaxDays)
        {
            Daily.Remove(Daily.First().Key);
        }
    }

    private static void Count(Dictionary<string, long> counts, IReadOnlyDictionary<string, long> named, long clicks, string unnamed)
    {
        foreach (var (name, count) in named)
        {
            Count(counts, name, count);
        }

        if (clicks - named.Values.Sum() is > 0 and var rest)
        {
            Count(counts, unnamed, rest);
        }
    }

    // Names come from outside, so their number is bounded.
    private static void Count(Dictionary<string, long> counts, string name, long count)
    {
        var key = counts.Count < MaxNames || counts.ContainsKey(name) ? name : Other;
        counts[key] = counts.GetValueOrDefault(key) + count;
    }
}
