using System.Security.Cryptography;
using Platform.Security.Jose;

namespace Platform.Identity.Domain.Tokens;

/// <summary>A refresh token as its bearer has it: the family, its marker that all tokens of the family share, and a secret of its own.</summary>
internal sealed class RefreshToken
{
    private const int IdSize = 16;
    private const int MarkerSize = 16;
    private const int SecretSize = 32;
    private const string Kind = "rt_";

    private RefreshToken(ReadOnlySpan<byte> id, ReadOnlySpan<byte> marker, ReadOnlySpan<byte> secret)
    {
        FamilyId = Convert.ToHexStringLower(id);
        Marker = marker.ToArray();
        Secret = secret.ToArray();
    }

    public string FamilyId { get; }

    public byte[] Marker { get; }

    public byte[] Secret { get; }

    /// <summary>The first of a new family.</summary>
    public static RefreshToken Create() => new(
        RandomNumberGenerator.GetBytes(IdSize), RandomNumberGenerator.GetBytes(MarkerSize), RandomNumberGenerator.GetBytes(SecretSize));

    /// <summary>Reads one; null for what is none.</summary>
    public static RefreshToken? TryParse(string text) =>
        text.StartsWith(Kind, StringComparison.Ordinal)
        && StrictBase64Url.TryDecode(text.AsSpan(Kind.Length), out var bytes)
        && bytes.Length == IdSize + MarkerSize + SecretSize
            ? new RefreshToken(bytes.AsSpan(0, IdSize), bytes.AsSpan(IdSize, MarkerSize), bytes.AsSpan(IdSize + MarkerSize))
            : null;

    /// <summary>The next one of the family.</summary>
    public RefreshToken Renewed() => new(Convert.FromHexString(FamilyId), Marker, RandomNumberGenerator.GetBytes(SecretSize));

    /// <summary>The text for the bearer.</summary>
    public string Format() => Kind + StrictBase64Url.Encode([.. Convert.FromHexString(FamilyId), .. Marker, .. Secret]);
}
