using System.Buffers;

namespace Platform.Blobs;

/// <summary>Which keys blobs can have. All of them are file names and object names without any encoding.</summary>
public static class BlobKeys
{
    private const int MaxLength = 512;
    private const int MaxSegmentLength = 200;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-");

    /// <summary>Whether a text can be the key of a blob.</summary>
    public static bool IsKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length is > 0 and <= MaxLength && Array.TrueForAll(key.Split('/'), IsSegment);
    }

    internal static void Require(string key)
    {
        if (!IsKey(key))
        {
            throw new ArgumentException("The key of a blob must be segments of 0-9A-Za-z._- that do not begin with a dot.", nameof(key));
        }
    }

    private static bool IsSegment(string segment) =>
        segment.Length is > 0 and <= MaxSegmentLength && segment[0] != '.' && !segment.AsSpan().ContainsAnyExcept(Characters);
}
