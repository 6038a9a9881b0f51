namespace Platform.Capacity;

/// <summary>What to print.</summary>
internal sealed record CapacityOptions
{
    /// <summary>The system; null for all of them.</summary>
    public string? System { get; init; }

    /// <summary>Whether all systems are asked for.</summary>
    public bool All { get; init; }

    /// <summary>JSON instead of tables.</summary>
    public bool Json { get; init; }

    /// <summary>Only what each system costs a month, as Markdown.</summary>
    public bool Costs { get; init; }

    /// <summary>Assumptions and prices that the caller replaces, as name=value.</summary>
    public IReadOnlyCollection<string> Settings { get; init; } = [];

    /// <summary>Where the files are.</summary>
    public string Folder { get; init; } = "docs/capacity";
}
