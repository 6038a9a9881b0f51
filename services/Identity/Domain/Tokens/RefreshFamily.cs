using System.Security.Cryptography;

namespace Platform.Identity.Domain.Tokens;

/// <summary>
/// The refresh tokens that come of one sign-in, each good once. Every token has the family's marker, so an earlier token of the family is told from
/// one that somebody made up: the first means that a token was copied, and revokes the family (RFC 9700, section 4.14.2).
/// </summary>
internal sealed record RefreshFamily
{
    /// <summary>The id, which its tokens name.</summary>
    public required string Id { get; init; }

    public required string UserId { get; init; }

    /// <summary>See <see cref="Accounts.User.SessionEpoch"/>.</summary>
    public required int SessionEpoch { get; init; }

    /// <summary>What its tokens are good for.</summary>
    public required string Scope { get; init; }

    public required byte[] MarkerHash { get; init; }

    /// <summary>The hash of the one token that is still good.</summary>
    public required byte[] CurrentHash { get; init; }

    /// <summary>When it ends, used or not.</summary>
    public required DateTimeOffset EndTime { get; init; }

    /// <summary>When it ends if it is not used.</summary>
    public required DateTimeOffset IdleEndTime { get; init; }

    public bool IsRevoked { get; init; }

    /// <summary>When nothing of it can be used any more.</summary>
    public DateTimeOffset ExpireTime => EndTime < IdleEndTime ? EndTime : IdleEndTime;

    /// <summary>Begins a family.</summary>
    public static (RefreshFamily Family, RefreshToken Token) Begin(
        string userId, int sessionEpoch, string scope, RefreshLifetimes lifetimes, DateTimeOffset now)
    {
        var token = RefreshToken.Create();
        var family = new RefreshFamily
        {
            Id = token.FamilyId,
            UserId = userId,
            SessionEpoch = sessionEpoch,
            Scope = scope,
            MarkerHash = SHA256.HashData(token.Marker),
            CurrentHash = SHA256.HashData(token.Secret),
            EndTime = now + lifetimes.Absolute,
            IdleEndTime = now + lifetimes.Idle,
        };
        return (family, token);
    }

    /// <summary>What showing a token does.</summary>
    public RefreshOutcome Show(RefreshToken token, RefreshLifetimes lifetimes, DateTimeOffset now)
    {
        // All of it is compared before anything is decided, so the time tells nothing.
        var isOfFamily = CryptographicOperations.FixedTimeEquals(SHA256.HashData(token.Marker), MarkerHash);
        var isCurrent = CryptographicOperations.FixedTimeEquals(SHA256.HashData(token.Secret), CurrentHash);
        if (!isOfFamily || IsRevoked || now >= ExpireTime)
        {
            return new RefreshOutcome.Refused();
        }

        if (!isCurrent)
        {
            return new RefreshOutcome.Reused(this with { IsRevoked = true });
        }

        var next = token.Renewed();
        return new RefreshOutcome.Rotated(this with { CurrentHash = SHA256.HashData(next.Secret), IdleEndTime = now + lifetimes.Idle }, next);
    }

    /// <summary>Whether a token is of this family, current or not: enough to sign out with.</summary>
    public bool Knows(RefreshToken token) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(token.Marker), MarkerHash);
}

/// <summary>How long refresh tokens are good.</summary>
/// <param name="Idle">How long one may wait to be used.</param>
/// <param name="Absolute">How long after the sign-in.</param>
internal sealed record RefreshLifetimes(TimeSpan Idle, TimeSpan Absolute);

/// <summary>What became of a refresh token that was shown.</summary>
internal abstract record RefreshOutcome
{
    /// <summary>It is good for nothing, and nothing changes.</summary>
    public sealed record Refused : RefreshOutcome;

    /// <summary>It was used before: the family is revoked.</summary>
    public sealed record Reused(RefreshFamily Family) : RefreshOutcome;

    /// <summary>It is used up, and there is a next one.</summary>
    public sealed record Rotated(RefreshFamily Family, RefreshToken Next) : RefreshOutcome;
}
