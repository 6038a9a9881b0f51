using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Platform.Hosting.Failures;

namespace Platform.Hosting;

/// <summary>Page tokens (AIP-158): opaque to callers, and good only for the query that they were made for.</summary>
public static class PageToken
{
    private const int ChecksumSize = 8;

    /// <summary>Makes the token of a position.</summary>
    /// <param name="position">Where the next page begins.</param>
    /// <param name="query">What must be the same in the next request: the caller and the filter.</param>
    public static string Encode(long position, string query)
    {
        var token = new byte[sizeof(long) + ChecksumSize];
        BinaryPrimitives.WriteInt64LittleEndian(token, position);
        Checksum(position, query).CopyTo(token, sizeof(long));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The position in a token; null for an empty token, which asks for the first page.</summary>
    /// <exception cref="InvalidArgumentException">The token is broken, or was made for another query.</exception>
    public static long? Decode(string token, string query)
    {
        if (token.Length == 0)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[sizeof(long) + ChecksumSize];
        if (Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, bytes, out var written) && written == bytes.Length)
        {
            var position = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            if (bytes[sizeof(long)..].SequenceEqual(Checksum(position, query)))
            {
                return position;
            }
        }

        throw new InvalidArgumentException("page_token", "must be the next_page_token of an answer to the same query");
    }

    private static byte[] Checksum(long position, string query) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{position}\n{query}"))[..ChecksumSize];
}
