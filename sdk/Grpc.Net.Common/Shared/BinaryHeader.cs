using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Grpc.Shared;

/// <summary>The codec of header values whose key ends with <c>-bin</c>: base64, sent without padding, read with or without.</summary>
internal static class BinaryHeader
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <summary>Reads one value; false when it is not base64.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? value)
    {
        var unpadded = text.TrimEnd('=');
        var padded = ArrayPool<char>.Shared.Rent(unpadded.Length + 3);
        try
        {
            var length = (unpadded.Length + 3) / 4 * 4;
            unpadded.CopyTo(padded);
            padded.AsSpan(unpadded.Length, length - unpadded.Length).Fill('=');
            var bytes = new byte[length / 4 * 3];
            var valid = Convert.TryFromBase64Chars(padded.AsSpan(0, length), bytes, out var written);
            value = valid ? bytes[..written] : null;
            return valid;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(padded);
        }
    }

    /// <summary>
    /// Adds a header from the wire to metadata. Proxies may join binary values with commas, so these are split.
    /// </summary>
    /// <returns>False when a binary value is not base64.</returns>
    public static bool TryAdd(Metadata metadata, string key, string value)
    {
        if (!Metadata.Entry.IsBinaryKey(key))
        {
            metadata.Add(Metadata.Entry.FromWire(key, value));
            return true;
        }

        foreach (var part in value.AsSpan().Split(','))
        {
            if (!TryDecode(value.AsSpan(part).Trim(), out var bytes))
            {
                return false;
            }

            metadata.Add(Metadata.Entry.FromWire(key, bytes));
        }

        return true;
    }

    /// <summary>The value of an entry as it is written on the wire.</summary>
    public static string ToWire(Metadata.Entry entry) => entry.IsBinary ? Encode(entry.BinaryValue) : entry.Value;
}
