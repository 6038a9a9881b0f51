namespace LocalDapr.Storage;

/// <summary>What the store holds under one key. Immutable.</summary>
public sealed class Entry
{
    private const long Never = long.MaxValue;
    private readonly long _expiresAtMs;

    internal Entry(ReadOnlyMemory<byte> value, ulong version, long expiresAtMs)
    {
        Value = value;
        Version = version;
        _expiresAtMs = expiresAtMs;
    }

    /// <summary>The value as it was put.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>
    /// The number of the commit that wrote the value: greater than zero, growing over the whole store, never used twice, so a key which
    /// was deleted and written again has a new one.
    /// </summary>
    public ulong Version { get; }

    /// <summary>When the entry stops existing (millisecond precision), or null when it stays.</summary>
    public DateTimeOffset? ExpiresAt => _expiresAtMs == Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(_expiresAtMs);

    internal bool Expires => _expiresAtMs != Never;

    internal long ExpiresAtMs => _expiresAtMs;

    internal static long ToExpiryMs(DateTimeOffset? expiresAt) => expiresAt?.ToUnixTimeMilliseconds() ?? Never;

    internal bool IsExpired(TimeProvider time) => Expires && _expiresAtMs <= time.GetUtcNow().ToUnixTimeMilliseconds();
}
