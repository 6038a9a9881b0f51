using System.Security.Cryptography;
using System.Text;

namespace Platform.Identity.Domain.Factors;

/// <summary>Codes that replace those of a lost app, each once: 80 random bits, <c>XXXX-XXXX-XXXX-XXXX</c> in base32. Only hashes are kept.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const int Size = 10;
    private const int GroupLength = 4;
    private const int MaxLength = 64;

    /// <summary>New codes, to be shown once.</summary>
    public static IReadOnlyList<string> Create() =>
        [.. Enumerable.Range(0, Count).Select(_ => Group(Base32.Encode(RandomNumberGenerator.GetBytes(Size))))];

    /// <summary>What is kept of a code. Case, spaces and hyphens do not matter.</summary>
    public static byte[] Hash(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()));

    /// <summary>The hashes without that of a code; null when it is none of them. The time does not tell which.</summary>
    public static IReadOnlyList<byte[]>? Use(IReadOnlyList<byte[]> hashes, string code)
    {
        if (code.Length > MaxLength)
        {
            return null;
        }

        var shown = Hash(code);
        var rest = hashes.Where(hash => !CryptographicOperations.FixedTimeEquals(hash, shown)).ToList();
        return rest.Count < hashes.Count ? rest : null;
    }

    private static string Group(string code) => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group)));
}
