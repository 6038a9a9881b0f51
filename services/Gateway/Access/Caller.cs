using Platform.Hosting.Access;

namespace Platform.Gateway.Access;

/// <summary>Who makes a public request; on every request that has passed <see cref="Authentication"/>.</summary>
internal interface ICallerFeature
{
    /// <summary>Whether the caller did not sign in.</summary>
    bool IsAnonymous { get; }

    /// <summary>The user; <see cref="Principal.Anonymous"/> for nobody.</summary>
    string UserId { get; }

    IReadOnlyList<string> Roles { get; }

    /// <summary>What the token or API key is good for; null for everything.</summary>
    IReadOnlyList<string>? Scopes { get; }

    /// <summary>The usage plan; empty for the one that everybody has.</summary>
    string Tier { get; }

    /// <summary>The API key that was used; empty for none.</summary>
    string ApiKeyId { get; }

    /// <summary>When the credentials end; for connections that outlast a request.</summary>
    DateTimeOffset ExpireTime { get; }
}

/// <inheritdoc cref="ICallerFeature" />
internal sealed record Caller : ICallerFeature
{
    public static readonly Caller Anonymous = new() { UserId = Principal.Anonymous, ExpireTime = DateTimeOffset.MaxValue };

    public bool IsAnonymous => ReferenceEquals(this, Anonymous);

    public required string UserId { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string>? Scopes { get; init; }

    public string Tier { get; init; } = "";

    public string ApiKeyId { get; init; } = "";

    public required DateTimeOffset ExpireTime { get; init; }
}
