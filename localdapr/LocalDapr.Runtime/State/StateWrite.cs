using System.Globalization;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.State;

/// <summary>What a write does when the caller names no etag, and whether it looks at one.</summary>
internal enum StateConcurrency
{
    /// <summary>An etag is compared if there is one.</summary>
    Unspecified,

    /// <summary>As unspecified, and a save without an etag may only create.</summary>
    FirstWrite,

    /// <summary>Etags are ignored.</summary>
    LastWrite,
}

/// <summary>One save or delete as a caller asks for it, over HTTP or gRPC.</summary>
internal sealed record StateWrite
{
    private const string TtlSetting = "ttlInSeconds";

    public required string Key { get; init; }

    /// <summary>The value to save, or null to delete.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The value as text, if it came as a string in JSON.</summary>
    public string? Text { get; init; }

    /// <summary>What the value is, for the event of an outbox; null if the caller does not say.</summary>
    public string? ContentType { get; init; }

    public string? ETag { get; init; }

    public StateConcurrency Concurrency { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public Precondition Precondition()
    {
        if (Concurrency == StateConcurrency.LastWrite)
            return Storage.Precondition.Any;
        if (string.IsNullOrEmpty(ETag))
            return Concurrency == StateConcurrency.FirstWrite && Value is not null ? Storage.Precondition.Absent : Storage.Precondition.Any;
        if (!ulong.TryParse(ETag, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw StateErrors.InvalidETag(ETag).ToException();
        return Storage.Precondition.VersionIs(version);
    }

    /// <summary>When the value expires; <c>ttlInSeconds</c> of zero or less, one beyond the year 9999, or none keeps it.</summary>
    public DateTimeOffset? ExpiresAt(TimeProvider time)
    {
        if (!Metadata.TryGetValue(TtlSetting, out var text))
            return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            throw StateErrors.InvalidTtl(text).ToException();
        var now = time.GetUtcNow();
        return seconds > 0 && seconds < (DateTimeOffset.MaxValue - now).TotalSeconds ? now.AddSeconds(seconds) : null;
    }
}
