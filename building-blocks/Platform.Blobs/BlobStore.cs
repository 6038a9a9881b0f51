using System.Security.Cryptography;
using Dapr.Client;
using Platform.Blobs.Bindings;
using Platform.Blobs.Links;

namespace Platform.Blobs;

/// <summary>
/// Blobs in a Dapr binding, which takes and gives whole messages of 4 MB and knows no ranges: what is larger is kept in chunks, and the object under
/// the key says which. A blob of one chunk is one plain object. Parts of uploads that are neither completed nor aborted stay until somebody removes them.
/// </summary>
public sealed class BlobStore : IBlobStore
{
    /// <summary>The size of chunks in bytes: Base64 makes 2.7 MiB of it, below the 4 MiB that sidecars take.</summary>
    public const int ChunkSize = 2 * 1024 * 1024;

    private const int MaxParts = 10_000;
    private static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(7);

    private readonly BlobBindings _bindings;
    private readonly BlobLinks? _links;
    private readonly ChunkStore _chunks;
    private readonly string _space;
    private readonly string _folder;

    /// <summary>Creates the store. Nothing is called yet.</summary>
    /// <param name="dapr">The sidecar.</param>
    /// <param name="bindingName">The component, such as <c>blobs</c>: of the type <c>bindings.localstorage</c> or <c>bindings.aws.s3</c>.</param>
    /// <param name="space">Keeps the blobs of services apart in one component: a key without slashes.</param>
    /// <param name="links">Makes the gateway's URLs; null where none are needed.</param>
    public BlobStore(DaprClient dapr, string bindingName, string space, BlobLinks? links = null)
    {
        BlobKeys.Require(space);
        _bindings = new BlobBindings(dapr, bindingName);
        _links = links;
        _space = space;
        // No key contains @, so what is below one folder is never taken for what is below another.
        _folder = $"@{space}/";
        _chunks = new ChunkStore(_bindings, $"@{space}.parts/");
    }

    /// <inheritdoc />
    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        BlobKeys.Require(key);
        if (content.Length <= ChunkSize && !BlobManifest.Is(content.Span))
        {
            await ReplaceAsync(key, content, "", cancellationToken);
            return;
        }

        await PutLargeAsync(key, new MemoryStream(content.ToArray(), writable: false), default, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<long> PutAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        BlobKeys.Require(key);
        ArgumentNullException.ThrowIfNull(content);
        var first = await ChunkStore.ReadChunkAsync(content, cancellationToken);
        if (first.Length == ChunkSize)
        {
            return await PutLargeAsync(key, content, first, cancellationToken);
        }

        await PutAsync(key, first, cancellationToken);
        return first.Length;
    }

    /// <inheritdoc />
    public async Task<Blob?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        BlobKeys.Require(key);
        var binding = await _bindings.GetAsync(cancellationToken);
        if (await binding.GetAsync(_folder + key, cancellationToken) is not { } stored)
        {
            return null;
        }

        if (!BlobManifest.Is(stored.Span))
        {
            var etag = Convert.ToHexStringLower(SHA256.HashData(stored.Span).AsSpan(0, 16));
            return new Blob(stored.Length, etag, [new BlobChunk(key, 0, stored.Length)], (_, _) => Task.FromResult(stored));
        }

        var manifest = BlobManifest.Read(stored.Span);
        return new Blob(manifest.Size, manifest.UploadId, [.. manifest.Chunks()], _chunks.GetAsync);
    }

    /// <inheritdoc />
    public async Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        BlobKeys.Require(key);
        var binding = await _bindings.GetAsync(cancellationToken);
        if (await binding.GetAsync(_folder + key, cancellationToken) is not { } stored)
        {
            return false;
        }

        await binding.DeleteAsync(_folder + key, cancellationToken);
        await DeleteChunksAsync(stored, exceptUploadId: "", cancellationToken);
        return true;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, string after, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        var binding = await _bindings.GetAsync(cancellationToken);
        var names = await binding.ListAsync(_folder, prefix, after.Length == 0 ? "" : _folder + after, count, cancellationToken);
        return [.. names.Select(name => name[_folder.Length..])];
    }

    /// <inheritdoc />
    public string BeginUpload() => Guid.NewGuid().ToString("N");

    /// <inheritdoc />
    public async Task<BlobPart> PutPartAsync(string uploadId, int number, Stream content, CancellationToken cancellationToken)
    {
        BlobKeys.Require(uploadId);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxParts);
        var first = await ChunkStore.ReadChunkAsync(content, cancellationToken);
        return new BlobPart(number, await _chunks.PutAsync(uploadId, number, first, content, cancellationToken));
    }

    /// <inheritdoc />
    public async Task<long> CompleteUploadAsync(string key, string uploadId, IReadOnlyList<BlobPart> parts, CancellationToken cancellationToken)
    {
        BlobKeys.Require(key);
        BlobKeys.Require(uploadId);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count > MaxParts || parts.Zip(parts.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
        {
            throw new ArgumentException($"An upload has up to {MaxParts} parts, by ascending number.", nameof(parts));
        }

        var manifest = new BlobManifest(uploadId, ChunkSize, parts);
        await ReplaceAsync(key, manifest.Write(), uploadId, cancellationToken);
        return manifest.Size;
    }

    /// <inheritdoc />
    public Task AbortUploadAsync(string uploadId, CancellationToken cancellationToken)
    {
        BlobKeys.Require(uploadId);
        return _chunks.DeleteAsync(uploadId, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<Uri?> PresignAsync(string key, string contentType, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        BlobKeys.Require(key);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeToLive, MaxTimeToLive);
        var binding = await _bindings.GetAsync(cancellationToken);
        if (await binding.GetAsync(_folder + key, cancellationToken) is not { } stored)
        {
            return null;
        }

        // The store knows nothing of chunks, so only the gateway can serve those.
        var own = BlobManifest.Is(stored.Span) ? null : await binding.PresignAsync(_folder + key, timeToLive, cancellationToken);
        return own ?? (_links is null
            ? throw new InvalidOperationException("The blob store was made without links.")
            : await _links.SignAsync(_space, key, contentType, timeToLive, cancellationToken));
    }

    private async Task<long> PutLargeAsync(string key, Stream content, ReadOnlyMemory<byte> first, CancellationToken cancellationToken)
    {
        var uploadId = BeginUpload();
        long size;
        try
        {
            first = first.IsEmpty ? await ChunkStore.ReadChunkAsync(content, cancellationToken) : first;
            size = await _chunks.PutAsync(uploadId, 1, first, content, cancellationToken);
        }
        catch
        {
            await _chunks.DeleteAsync(uploadId, CancellationToken.None);
            throw;
        }

        return await CompleteUploadAsync(key, uploadId, [new BlobPart(1, size)], cancellationToken);
    }

    // The chunks of what was there before go last, so that the key never leads to what is not there.
    private async Task ReplaceAsync(string key, ReadOnlyMemory<byte> content, string uploadId, CancellationToken cancellationToken)
    {
        var binding = await _bindings.GetAsync(cancellationToken);
        var before = await binding.GetAsync(_folder + key, cancellationToken);
        await binding.PutAsync(_folder + key, content, cancellationToken);
        await DeleteChunksAsync(before, uploadId, cancellationToken);
    }

    // An upload that is completed a second time replaces itself.
    private Task DeleteChunksAsync(ReadOnlyMemory<byte>? stored, string exceptUploadId, CancellationToken cancellationToken) =>
        stored is { } manifest && BlobManifest.Is(manifest.Span) && BlobManifest.Read(manifest.Span).UploadId is var uploadId && uploadId != exceptUploadId
            ? _chunks.DeleteAsync(uploadId, cancellationToken)
            : Task.CompletedTask;
}
