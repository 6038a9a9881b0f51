namespace Platform.Shortener.Domain;

/// <summary>Clicks on one link on one day, or a part of them.</summary>
public sealed record DayOfClicks
{
    /// <summary>The day, in UTC.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Clicks of people.</summary>
    public long Clicks { get; init; }

    /// <summary>Clicks of programs, of which nothing else is known.</summary>
    public long BotClicks { get; init; }

    /// <summary>Keyed hashes of the people who clicked.</summary>
    public IReadOnlyCollection<ulong> Visitors { get; init; } = [];

    /// <summary>Clicks by the host of the referring page. What is missing up to <see cref="Clicks"/> had none.</summary>
    public IReadOnlyDictionary<string, long> Referrers { get; init; } = new Dictionary<string, long>();

    /// <summary>Clicks by country, ISO 3166-1 alpha-2. What is missing is not known.</summary>
    public IReadOnlyDictionary<string, long> Countries { get; init; } = new Dictionary<string, long>();

    /// <summary>Clicks by browser family. What is missing is not known.</summary>
    public IReadOnlyDictionary<string, long> Browsers { get; init; } = new Dictionary<string, long>();
}
