namespace Platform.Shortener.Domain;

/// <summary>Whether a link redirects, and if not, why.</summary>
public enum LinkState
{
    /// <summary>It redirects.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It has served all its visits.</summary>
    UsedUp,

    /// <summary>It was deleted.</summary>
    Deleted,
}

/// <summary>A short link.</summary>
public sealed record ShortLink
{
    /// <summary>The last part of the short URL.</summary>
    public required string Code { get; init; }

    /// <summary>Where it leads, byte for byte as it was given.</summary>
    public required string LongUrl { get; init; }

    /// <summary>Who made it.</summary>
    public required string Owner { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>When it began to lead where it leads.</summary>
    public required DateTimeOffset UrlTime { get; init; }

    /// <summary>When it stops to redirect; null for never.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>How many visits it serves; 0 for any number.</summary>
    public long MaxVisits { get; init; }

    /// <summary>How many visits were served. Counted only where there is a maximum.</summary>
    public long Visits { get; init; }

    /// <summary>When it was deleted; null while it is not.</summary>
    public DateTimeOffset? DeleteTime { get; init; }

    /// <summary>How often it was changed; visits do not count.</summary>
    public long Revision { get; init; }

    /// <summary>Names this link in this revision, also when its code was another link's before.</summary>
    public string ETag => $"{CreateTime.UtcTicks:x}-{Revision}";

    /// <summary>Whether it redirects at a time. A deletion hides every other reason.</summary>
    public LinkState StateAt(DateTimeOffset now) => this switch
    {
        { DeleteTime: not null } => LinkState.Deleted,
        { ExpireTime: { } end } when end <= now => LinkState.Expired,
        { MaxVisits: > 0 } when Visits >= MaxVisits => LinkState.UsedUp,
        _ => LinkState.Active,
    };

    /// <summary>When it is gone for good; null while it is neither deleted nor bound to expire. The end of time where the sum is beyond it.</summary>
    public DateTimeOffset? PurgeTime(TimeSpan retention) =>
        (DeleteTime ?? ExpireTime) is not { } end ? null
        : end > DateTimeOffset.MaxValue - retention ? DateTimeOffset.MaxValue
        : end + retention;

    /// <summary>How long it is kept; null for ever.</summary>
    public TimeSpan? TimeToLive(TimeSpan retention, DateTimeOffset now) => PurgeTime(retention) - now;

    /// <summary>The link after one more visit.</summary>
    public ShortLink Visited() => this with { Visits = Visits + 1 };

    /// <summary>The link deleted. Deleting it again changes nothing.</summary>
    public ShortLink Deleted(DateTimeOffset now) =>
        DeleteTime is null ? this with { DeleteTime = now, UpdateTime = now, Revision = Revision + 1 } : this;

    /// <summary>The link brought back; an expiry that has passed is taken away. Null when there is nothing to bring back.</summary>
    public ShortLink? Restored(DateTimeOffset now) => StateAt(now) is LinkState.Deleted or LinkState.Expired
        ? this with { DeleteTime = null, ExpireTime = ExpireTime > now ? ExpireTime : null, UpdateTime = now, Revision = Revision + 1 }
        : null;
}
