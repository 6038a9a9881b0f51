namespace Platform.Security.Tokens;

/// <summary>What an access token says (RFC 9068): who calls, what they may do, until when.</summary>
public sealed record AccessToken
{
    /// <summary>The user, <c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Names this token, <c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The service that issued it, <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whom it is for, <c>aud</c>.</summary>
    public required string Audience { get; init; }

    /// <summary>When it was issued, <c>iat</c>, in seconds.</summary>
    public required DateTimeOffset IssueTime { get; init; }

    /// <summary>When it ends, <c>exp</c>, in seconds.</summary>
    public required DateTimeOffset ExpireTime { get; init; }

    /// <summary>The roles of the user, <c>roles</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The usage plan of the user, <c>tier</c>; empty for the one that everybody has.</summary>
    public string Tier { get; init; } = "";

    /// <summary>What it is good for, <c>scope</c>, without repetition.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
