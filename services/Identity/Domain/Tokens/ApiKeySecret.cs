using System.Security.Cryptography;
using Platform.Security.Jose;

namespace Platform.Identity.Domain.Tokens;

/// <summary>
/// An API key as its bearer has it: an id and 256 random bits. Those cannot be guessed, so a plain SHA-256 is enough to keep it. The <c>pk_</c> before
/// it lets scanners find leaked keys.
/// </summary>
internal sealed class ApiKeySecret
{
    private const int IdSize = 16;
    private const int SecretSize = 32;
    private const string Kind = "pk_";

    private readonly byte[] _secret;

    private ApiKeySecret(ReadOnlySpan<byte> id, ReadOnlySpan<byte> secret)
    {
        Id = Convert.ToHexStringLower(id);
        _secret = secret.ToArray();
    }

    public string Id { get; }

    /// <summary>A new one.</summary>
    public static ApiKeySecret Create() => new(RandomNumberGenerator.GetBytes(IdSize), RandomNumberGenerator.GetBytes(SecretSize));

    /// <summary>Reads one; null for what is none.</summary>
    public static ApiKeySecret? TryParse(string text) =>
        text.StartsWith(Kind, StringComparison.Ordinal)
        && StrictBase64Url.TryDecode(text.AsSpan(Kind.Length), out var bytes)
        && bytes.Length == IdSize + SecretSize
            ? new ApiKeySecret(bytes.AsSpan(0, IdSize), bytes.AsSpan(IdSize))
            : null;

    /// <summary>The text for the bearer.</summary>
    public string Format() => Kind + StrictBase64Url.Encode([.. Convert.FromHexString(Id), .. _secret]);

    /// <summary>What is kept of it.</summary>
    public byte[] Hash() => SHA256.HashData(_secret);

    /// <summary>Whether a hash is this one's, in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);
}
