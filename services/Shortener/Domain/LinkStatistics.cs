using System.Globalization;

namespace Platform.Shortener.Domain;

/// <summary>A redirect that somebody followed.</summary>
public sealed record Click
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>A keyed hash of the visitor.</summary>
    public required ulong VisitorHash { get; init; }

    /// <summary>The host of the referring page; empty for none.</summary>
    public required string Referrer { get; init; }

    /// <summary>ISO 3166-1 alpha-2; empty when not known.</summary>
    public required string Country { get; init; }

    /// <summary>The browser's family; empty when not known.</summary>
    public required string Browser { get; init; }

    /// <summary>Whether a program clicked.</summary>
    public required bool IsBot { get; init; }
}

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

    /// <summary>Counts a click. Programs count in <see cref="BotClicks"/> only.</summary>
    public void Add(Click click)
    {
        ArgumentNullException.ThrowIfNull(click);
        if (click.IsBot)
        {
            BotClicks++;
            return;
        }

        Clicks++;
        new HyperLogLog(Visitors).Add(click.VisitorHash);
        Count(Referrers, click.Referrer, "direct");
        Count(Countries, click.Country, "unknown");
        Count(Browsers, click.Browser, "unknown");
        var day = click.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Daily[day] = Daily.GetValueOrDefault(day) + 1;
        if (Daily.Count > MaxDays)
        {
            Daily.Remove(Daily.First().Key);
        }
    }

    // Names come from outside, so their number is bounded.
    private static void Count(Dictionary<string, long> counts, string name, string whenEmpty)
    {
        var key = name.Length == 0 ? whenEmpty : name;
        key = counts.Count < MaxNames || counts.ContainsKey(key) ? key : Other;
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
