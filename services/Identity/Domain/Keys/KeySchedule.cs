namespace Platform.Identity.Domain.Keys;

/// <summary>
/// When keys come and go. Each is published before it signs, so that verifiers have it in time, and stays published after its successor has taken over,
/// until the last token that it signed has ended.
/// </summary>
/// <param name="Period">How long a key signs.</param>
/// <param name="Lead">How long it is published before.</param>
/// <param name="Overlap">How long it is published after.</param>
internal sealed record KeySchedule(TimeSpan Period, TimeSpan Lead, TimeSpan Overlap)
{
    /// <summary>When the next key has to be published; the smallest time there is where there are none.</summary>
    /// <param name="keys">The keys, in the order of <see cref="SigningKey.SignTime"/>.</param>
    public DateTimeOffset NextPublishTime(IReadOnlyList<SigningKey> keys) =>
        keys.Count == 0 ? DateTimeOffset.MinValue : keys[^1].SignTime + Period - Lead;

    /// <summary>When a key that is published now begins to sign. The first one signs at once: nothing can verify what it signs before knowing it.</summary>
    public DateTimeOffset SignTimeOf(IReadOnlyList<SigningKey> keys, DateTimeOffset now) =>
        keys.Count == 0 ? now
        : keys[^1].SignTime + Period is var regular && regular > now + Lead ? regular
        : now + Lead;

    /// <summary>The key that signs: the last one whose time has come.</summary>
    public static SigningKey? SignerAt(IReadOnlyList<SigningKey> keys, DateTimeOffset now) => keys.LastOrDefault(key => key.SignTime <= now);

    /// <summary>The keys that must still be published, in their order.</summary>
    public IReadOnlyList<SigningKey> Needed(IReadOnlyList<SigningKey> keys, DateTimeOffset now) =>
        [.. keys.Where((_, i) => i == keys.Count - 1 || now < keys[i + 1].SignTime + Overlap)];
}
