using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Blobs.Links;

/// <summary>
/// URLs of the gateway that serve a blob to whoever has them, up to a time. What they lead to is written in them and signed with HMAC-SHA-256, so
/// the gateway needs to know the key and nothing else.
/// </summary>
/// <param name="readKey">Reads the key that services and gateway share, 32 bytes or more. Called until it succeeds.</param>
/// <param name="publicUrl">Where the gateway is, such as <c>https://example.com</c>.</param>
/// <param name="clock">The clock.</param>
public sealed class BlobLinks(Func<CancellationToken, Task<byte[]>> readKey, string publicUrl, TimeProvider clock)
{
    /// <summary>The path before the token.</summary>
    public const string Path = "/v1/blobs/";

    private const int MinKeySize = 32;
    private const int MaxTokenLength = 2048;
    private const int Fields = 4;

    private readonly string _prefix = publicUrl.TrimEnd('/') + Path;
    private byte[]? _key;

    /// <summary>Makes the URL of a blob.</summary>
    /// <param name="space">Whose blobs.</param>
    /// <param name="blobKey">The blob.</param>
    /// <param name="contentType">The media type to serve it with.</param>
    /// <param name="timeToLive">For how long; counted in whole seconds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The media type is not printable ASCII.</exception>
    public async Task<Uri> SignAsync(string space, string blobKey, string contentType, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        if (contentType.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException("A media type is printable ASCII.", nameof(contentType));
        }

        var expiry = (clock.GetUtcNow() + timeToLive).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var content = Encoding.ASCII.GetBytes(string.Join('\n', space, blobKey, contentType, expiry));
        var signature = HMACSHA256.HashData(await GetKeyAsync(cancellationToken), content);
        return new Uri($"{_prefix}{Base64Url.EncodeToString(content)}.{Base64Url.EncodeToString(signature)}");
    }

    /// <summary>What a token leads to; null for one that is forged, broken or over.</summary>
    /// <param name="token">The last segment of the URL.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<BlobLink?> TryOpenAsync(string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > MaxTokenLength
            || token.Split('.') is not [var content, var signature]
            || Decode(content) is not { } bytes
            || Decode(signature) is not { } signed)
        {
            return null;
        }

        var expected = HMACSHA256.HashData(await GetKeyAsync(cancellationToken), bytes);
        if (!CryptographicOperations.FixedTimeEquals(signed, expected))
        {
            return null;
        }

        // Signed here, so it is as it was written.
        var fields = Encoding.ASCII.GetString(bytes).Split('\n', Fields);
        var expiry = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[3], CultureInfo.InvariantCulture));
        return expiry > clock.GetUtcNow() ? new BlobLink(fields[0], fields[1], fields[2], expiry) : null;
    }

    // One text for each content: the decoder passes over bits that the encoder never sets.
    private static byte[]? Decode(string text) =>
        Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text) is var bytes && Base64Url.EncodeToString(bytes) == text ? bytes : null;

    private async ValueTask<byte[]> GetKeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
        {
            return known;
        }

        var key = await readKey(cancellationToken);
        return _key = key.Length >= MinKeySize ? key : throw new InvalidOperationException($"The key of blob links must have {MinKeySize} bytes or more.");
    }
}
