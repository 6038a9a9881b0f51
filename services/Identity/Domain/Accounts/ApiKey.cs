namespace Platform.Identity.Domain.Accounts;

/// <summary>A key for programs that act for a user. Of its secret only a hash is kept.</summary>
internal sealed record ApiKey
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? ExpireTime { get; init; }

    public bool IsExpired(DateTimeOffset now) => ExpireTime <= now;
}
