namespace Platform.Identity.Domain.Keys;

/// <summary>A key that access tokens are signed with.</summary>
internal sealed record SigningKey
{
    /// <summary>Its thumbprint (RFC 7638).</summary>
    public required string Id { get; init; }

    /// <summary>The private key, PKCS #8, encrypted.</summary>
    public required byte[] EncryptedPrivateKey { get; init; }

    /// <summary>The x coordinate of the public key, base64url.</summary>
    public required string X { get; init; }

    /// <summary>The y coordinate of the public key, base64url.</summary>
    public required string Y { get; init; }

    /// <summary>When it is published; verifiers may know it from then on.</summary>
    public required DateTimeOffset PublishTime { get; init; }

    /// <summary>When it begins to sign.</summary>
    public required DateTimeOffset SignTime { get; init; }
}
