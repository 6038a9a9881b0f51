using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Platform.Security.Tokens;

/// <summary>
/// Tokens whose signature was verified in the last <see cref="Lifetime"/>, so that a client's many requests cost one verification. Nothing but the mathematics is
/// remembered: who looks a token up still asks whether its key is published and whether its time is over. Tokens that are refused are never remembered.
/// In two generations, of which the older one goes when the younger is full or has had its time: no clean-up, and no list that every hit writes to.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class VerifiedTokens(TimeProvider clock)
{
    /// <summary>How many are remembered at most.</summary>
    public const int Capacity = 10_000;

    /// <summary>How long a verification counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Lock _adding = new();
    private volatile Generations _generations = new(new(), new(), clock.GetTimestamp());

    /// <summary>How many are remembered, those whose time is over among them.</summary>
    public int Count => _generations is var (younger, older, _) ? younger.Count + older.Count : 0;

    /// <summary>A token that was verified a moment ago.</summary>
    public bool TryGet(TokenHash hash, [NotNullWhen(true)] out VerifiedToken? token)
    {
        var (younger, older, _) = _generations;
        return (younger.TryGetValue(hash, out token) || older.TryGetValue(hash, out token)) && clock.GetElapsedTime(token.Timestamp) < Lifetime;
    }

    /// <summary>Remembers a token whose signature has just been verified.</summary>
    /// <param name="hash">The hash of its text.</param>
    /// <param name="claims">What it says.</param>
    /// <param name="keyId">The id of its key.</param>
    /// <param name="key">The key that verified it.</param>
    public void Add(TokenHash hash, AccessTokenClaims claims, string keyId, ECDsa key)
    {
        lock (_adding)
        {
            if (_generations.Younger.Count >= Capacity / 2 || clock.GetElapsedTime(_generations.Start) >= Lifetime)
            {
                _generations = new(new(), _generations.Younger, clock.GetTimestamp());
            }

            _generations.Younger[hash] = new VerifiedToken(claims, keyId, key, clock.GetTimestamp());
        }
    }

    private sealed record Generations(
        ConcurrentDictionary<TokenHash, VerifiedToken> Younger, ConcurrentDictionary<TokenHash, VerifiedToken> Older, long Start);
}

/// <summary>A token whose signature was verified.</summary>
/// <param name="Claims">What it says.</param>
/// <param name="KeyId">The id of its key.</param>
/// <param name="Key">The key that verified it. Keys that were read again are other objects, and verify anew.</param>
/// <param name="Timestamp">When, on the clock's timestamp.</param>
internal sealed record VerifiedToken(AccessTokenClaims Claims, string KeyId, ECDsa Key, long Timestamp);
