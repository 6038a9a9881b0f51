using Platform.Identity.Domain.Factors;

namespace Platform.Identity.Domain.Accounts;

/// <summary>An account.</summary>
internal sealed record User
{
    public required string Id { get; init; }

    public required string Username { get; init; }

    /// <summary>See <see cref="Passwords.PasswordHash"/>.</summary>
    public required string PasswordHash { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [Role.Customer];

    /// <summary>The usage plan; empty for the one that everybody has.</summary>
    public string Tier { get; init; } = "";

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Sign-ins of an earlier epoch count no more: their refresh tokens are revoked.</summary>
    public int SessionEpoch { get; init; }

    public bool IsDisabled { get; init; }

    public SecondFactor? SecondFactor { get; init; }

    /// <summary>The ids of the user's API keys, oldest first.</summary>
    public IReadOnlyList<string> ApiKeyIds { get; init; } = [];

    /// <summary>The user, signed out everywhere.</summary>
    public User SignedOut() => this with { SessionEpoch = SessionEpoch + 1 };
}
