namespace LocalDapr.Storage;

/// <summary>What must hold for a key right before a batch is applied. The default is <see cref="Any"/>.</summary>
public readonly record struct Precondition
{
    private enum Rule : byte
    {
        Any,
        Absent,
        Exists,
        Version,
    }

    private readonly Rule _rule;
    private readonly ulong _version;

    private Precondition(Rule rule, ulong version = 0)
    {
        _rule = rule;
        _version = version;
    }

    /// <summary>Always holds.</summary>
    public static Precondition Any => default;

    /// <summary>The key does not exist (an expired one does not).</summary>
    public static Precondition Absent => new(Rule.Absent);

    /// <summary>The key exists, in any version.</summary>
    public static Precondition Exists => new(Rule.Exists);

    /// <summary>The key exists and its <see cref="Entry.Version"/> is this one.</summary>
    public static Precondition VersionIs(ulong version) => new(Rule.Version, version);

    internal bool HoldsFor(Entry? entry) => _rule switch
    {
        Rule.Any => true,
        Rule.Absent => entry is null,
        Rule.Exists => entry is not null,
        _ => entry is not null && entry.Version == _version,
    };
}
