using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Platform.Hosting.Failures;

namespace Platform.Hosting;

/// <summary>Page tokens (AIP-158): opaque to callers, and good only for the query that they were made for.</summary>
public static class PageToken
{
    private const int ChecksumSize = 8;
    private const int MaxLength = 1024;

    /// <summary>Makes the token of a position.</summary>
    /// <param name="position">Where the next page begins: one number, or one for each part that is read.</param>
    /// <param name="query">What must be the same in the next request: the caller and the filter.</param>
    public static string Encode(IReadOnlyList<long> position, string query)
    {
        ArgumentNullException.ThrowIfNull(position);
        using var token = new MemoryStream();
        using var writer = new BinaryWriter(token);
        foreach (var number in position)
        {
            writer.Write7BitEncodedInt64(number);
        }

        writer.Write(Checksum(token.ToArray(), query));
        return Base64Url.EncodeToString(token.ToArray());
    }

    /// <summary>The position in a token; null for an empty token, which asks for the first page.</summary>
    /// <param name="token">The token.</param>
    /// <param name="query">The query that it must have been made for.</param>
    /// <param name="count">How many numbers its position has.</param>
    /// <exception cref="InvalidArgumentException">The token is broken, or was made for another query.</exception>
    public static IReadOnlyList<long>? Decode(string token, string query, int count = 1)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length == 0 ? null
            : TryRead(token, query) is { } position && position.Count == count ? position
            : throw new InvalidArgumentException("page_token", "must be the next_page_token of an answer to the same query");
    }

    /// <summary>Makes the token of a position that is a text, such as the last id of a page.</summary>
    /// <param name="position">The text, at most 255 characters of ASCII, and not empty.</param>
    /// <param name="query">What must be the same in the next request.</param>
    public static string EncodeText(string position, string query)
    {
        ArgumentException.ThrowIfNullOrEmpty(position);
        return Encode([.. Encoding.ASCII.GetBytes(position).Select(character => (long)character)], query);
    }

    /// <summary>The text in a token of <see cref="EncodeText"/>; empty for an empty token, which asks for the first page.</summary>
    /// <exception cref="InvalidArgumentException">The token is broken, or was made for another query.</exception>
    public static string DecodeText(string token, string query)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length == 0 ? ""
            : TryRead(token, query) is { } position && position.TrueForAll(number => number is > 0 and <= sbyte.MaxValue)
                ? string.Concat(position.Select(number => (char)number))
                : throw new InvalidArgumentException("page_token", "must be the next_page_token of an answer to the same query");
    }

    private static List<long>? TryRead(string token, string query)
    {
        if (token.Length > MaxLength || !Base64Url.IsValid(token, out var length) || length <= ChecksumSize)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (!bytes.AsSpan(length - ChecksumSize).SequenceEqual(Checksum(bytes.AsSpan(0, length - ChecksumSize), query)))
        {
            return null;
        }

        try
        {
            var position = new List<long>();
            using var reader = new BinaryReader(new MemoryStream(bytes, 0, length - ChecksumSize));
            while (reader.BaseStream.Position < reader.BaseStream.Length)
            {
                position.Add(reader.Read7BitEncodedInt64());
            }

            return position;
        }
        catch (Exception broken) when (broken is FormatException or EndOfStreamException)
        {
            // The checksum is no secret: whoever computes it may put anything before it.
            return null;
        }
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> position, string query) =>
        SHA256.HashData([.. position, .. Encoding.UTF8.GetBytes(query)]).AsSpan(0, ChecksumSize);
}
