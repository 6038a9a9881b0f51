using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Blobs.Bindings;

/// <summary><c>bindings.aws.s3</c>: objects of a bucket of Amazon S3 or of what speaks its protocol.</summary>
internal sealed class S3Binding(BindingCalls calls) : IBlobBinding
{
    private const string Key = "key";
    private const int MaxListed = 1000;

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await calls.InvokeAsync("create", BindingCalls.Encode(content), cancellationToken, (Key, name), ("decodeBase64", "true"));

    // The component may be set to encode what it reads.
    public Task<ReadOnlyMemory<byte>?> GetAsync(string name, CancellationToken cancellationToken) =>
        calls.InvokeAsync("get", default, cancellationToken, (Key, name), ("encodeBase64", "false"));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => calls.InvokeAsync("delete", default, cancellationToken, (Key, name));

    public async Task<IReadOnlyList<string>> ListAsync(string folder, string prefix, string after, int count, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var page = new Listing([], IsTruncated: true);
        while (page.IsTruncated && names.Count < count)
        {
            var query = new Query(folder + prefix, names.LastOrDefault() ?? after, Math.Min(count - names.Count, MaxListed));
            var answer = await calls.InvokeAsync("list", JsonSerializer.SerializeToUtf8Bytes(query), cancellationToken);
            page = answer is { IsEmpty: false } json ? JsonSerializer.Deserialize<Listing>(json.Span)! : new Listing([], IsTruncated: false);
            names.AddRange(page.Contents?.Select(found => found.Key) ?? []);
            // An empty page that claims to go on would be asked for again and again.
            page = page with { IsTruncated = page.IsTruncated && page.Contents is { Count: > 0 } };
        }

        return names;
    }

    public async Task<Uri?> PresignAsync(string name, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        var seconds = ((long)timeToLive.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var answer = await calls.InvokeAsync("presign", default, cancellationToken, (Key, name), ("presignTTL", seconds + "s"));
        return answer is { IsEmpty: false } json ? new Uri(JsonSerializer.Deserialize<Presigned>(json.Span)!.PresignUrl) : null;
    }

    private sealed record Query(
        [property: JsonPropertyName("prefix")] string Prefix,
        [property: JsonPropertyName("marker")] string Marker,
        [property: JsonPropertyName("maxResults")] int MaxResults);

    private sealed record Listing(IReadOnlyList<Found>? Contents, bool IsTruncated);

    private sealed record Found(string Key);

    private sealed record Presigned([property: JsonPropertyName("presignURL")] string PresignUrl);
}
