using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.State;

/// <summary>
/// Names of one length and of harmless characters for texts of any: keys of state stores have limits, and owners, URLs and request ids have not.
/// SHA-256, cut to 128 bits: nobody finds two texts with one name.
/// </summary>
public static class KeyHash
{
    private const int Size = 16;

    /// <summary>The name of some texts together, 32 hexadecimal digits. <c>("a", "bc")</c> and <c>("ab", "c")</c> have different ones.</summary>
    public static string Of(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash(parts));

    /// <summary>Spreads keys evenly over shards. The same on every machine and for ever.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shards">How many shards there are.</param>
    /// <returns>0 up to <paramref name="shards"/>.</returns>
    public static int Shard(string key, int shards) => (int)(BinaryPrimitives.ReadUInt64LittleEndian(Hash([key])) % (ulong)shards);

    private static ReadOnlySpan<byte> Hash(ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Size);
    }
}
