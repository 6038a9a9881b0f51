using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Platform.Security.Tokens;

/// <summary>The SHA-256 of a token: names it in memory without being one.</summary>
/// <param name="First">The first half.</param>
/// <param name="Second">The second half.</param>
internal readonly record struct TokenHash(UInt128 First, UInt128 Second)
{
    /// <summary>The hash of a text. Of its UTF-16, where no two texts are the same bytes.</summary>
    public static TokenHash Of(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return MemoryMarshal.Read<TokenHash>(hash);
    }
}
