namespace Platform.Blobs;

/// <summary>
/// Blobs of one service by key. A blob appears whole or not at all, and is replaced whole. Keys are paths of segments of <c>0-9A-Za-z._-</c> that do
/// not begin with a dot, at most 512 characters.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores a blob that is in memory.</summary>
    /// <exception cref="ArgumentException">The key is not valid.</exception>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Stores a blob of any size from where the stream stands to its end.</summary>
    /// <returns>Its size in bytes.</returns>
    /// <exception cref="ArgumentException">The key is not valid.</exception>
    Task<long> PutAsync(string key, Stream content, CancellationToken cancellationToken);

    /// <summary>Finds a blob to read; null where there is none. A small blob is in memory then, of a large one nothing but its size.</summary>
    Task<Blob?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes a blob.</summary>
    /// <returns>False where there was none.</returns>
    Task<bool> DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Lists keys in ordinal order.</summary>
    /// <param name="prefix">What they begin with; empty for all.</param>
    /// <param name="after">The last key of the page before; empty for the first page.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The keys; fewer than <paramref name="count"/> at the end only.</returns>
    Task<IReadOnlyList<string>> ListAsync(string prefix, string after, int count, CancellationToken cancellationToken);

    /// <summary>Begins an upload whose parts come one by one, in any order and from anywhere. Nothing is stored yet.</summary>
    /// <returns>The id of the upload.</returns>
    string BeginUpload();

    /// <summary>Stores a part of an upload. The same number again replaces the part.</summary>
    /// <param name="uploadId">The upload.</param>
    /// <param name="number">The place of the part, 1 to 10,000.</param>
    /// <param name="content">The part, of any size.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What <see cref="CompleteUploadAsync"/> wants to know of the part.</returns>
    Task<BlobPart> PutPartAsync(string uploadId, int number, Stream content, CancellationToken cancellationToken);

    /// <summary>Makes a blob of the parts of an upload.</summary>
    /// <param name="key">The blob.</param>
    /// <param name="uploadId">The upload.</param>
    /// <param name="parts">Its parts by ascending number.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The size of the blob in bytes.</returns>
    /// <exception cref="ArgumentException">The key is not valid, or the parts are not in order.</exception>
    Task<long> CompleteUploadAsync(string key, string uploadId, IReadOnlyList<BlobPart> parts, CancellationToken cancellationToken);

    /// <summary>Removes the parts of an upload that will not be completed.</summary>
    Task AbortUploadAsync(string uploadId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a URL that serves a blob to whoever has it, up to a time: the store's own where it can make one (S3), else one of the gateway.
    /// </summary>
    /// <param name="key">The blob.</param>
    /// <param name="contentType">The media type that the gateway serves it with.</param>
    /// <param name="timeToLive">For how long, 7 days at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The URL; null where there is no such blob.</returns>
    Task<Uri?> PresignAsync(string key, string contentType, TimeSpan timeToLive, CancellationToken cancellationToken);
}

/// <summary>A part of an upload.</summary>
/// <param name="Number">Its place, 1 to 10,000.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record BlobPart(int Number, long Size);
