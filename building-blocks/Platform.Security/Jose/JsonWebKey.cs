using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Platform.Security.Jose;

/// <summary>The public part of a key on the curve P-256, as a JWK (RFC 7517, RFC 7518 section 6.2.1).</summary>
public sealed record JsonWebKey
{
    /// <summary>The key type of keys on a curve.</summary>
    public const string EllipticCurve = "EC";

    /// <summary>The curve.</summary>
    public const string P256 = "P-256";

    private const int CoordinateLength = 32;

    /// <summary>The key type.</summary>
    [JsonPropertyName("kty")]
    public required string KeyType { get; init; }

    /// <summary>The curve.</summary>
    [JsonPropertyName("crv")]
    public string? Curve { get; init; }

    /// <summary>The x coordinate, base64url of 32 bytes.</summary>
    [JsonPropertyName("x")]
    public string? X { get; init; }

    /// <summary>The y coordinate, base64url of 32 bytes.</summary>
    [JsonPropertyName("y")]
    public string? Y { get; init; }

    /// <summary>Names the key.</summary>
    [JsonPropertyName("kid")]
    public string? KeyId { get; init; }

    /// <summary>What the key is for: <c>sig</c>.</summary>
    [JsonPropertyName("use")]
    public string? Use { get; init; }

    /// <summary>The algorithm that the key is for: <c>ES256</c>.</summary>
    [JsonPropertyName("alg")]
    public string? Algorithm { get; init; }

    /// <summary>The public part of a signing key. Its id is its thumbprint.</summary>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static JsonWebKey FromKey(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            throw new ArgumentException("Only keys on P-256 sign with ES256.", nameof(key));
        }

        var jwk = new JsonWebKey
        {
            KeyType = EllipticCurve,
            Curve = P256,
            X = StrictBase64Url.Encode(parameters.Q.X),
            Y = StrictBase64Url.Encode(parameters.Q.Y),
            Use = "sig",
            Algorithm = Es256.Algorithm,
        };
        return jwk with { KeyId = jwk.Thumbprint() };
    }

    /// <summary>The SHA-256 thumbprint of the key (RFC 7638), base64url.</summary>
    public string Thumbprint()
    {
        var members = $$"""{"crv":"{{Curve}}","kty":"{{KeyType}}","x":"{{X}}","y":"{{Y}}"}""";
        return StrictBase64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(members)));
    }

    /// <summary>A key that verifies signatures; the caller disposes it. Null for keys that are no signing keys on P-256, or not on the curve at all.</summary>
    public ECDsa? ToVerifier()
    {
        if (KeyType != EllipticCurve || Curve != P256 || Use is not (null or "sig") || Algorithm is not (null or Es256.Algorithm)
            || !StrictBase64Url.TryDecode(X, out var x) || !StrictBase64Url.TryDecode(Y, out var y)
            || x.Length != CoordinateLength || y.Length != CoordinateLength)
        {
            return null;
        }

        try
        {
            return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Keys as they are published (RFC 7517, section 5).</summary>
/// <param name="Keys">The keys. Those of types that nobody here knows are skipped by their users.</param>
public sealed record JsonWebKeySet([property: JsonPropertyName("keys")] IReadOnlyList<JsonWebKey> Keys);
