using System.Runtime.CompilerServices;

namespace Platform.Blobs;

/// <summary>A blob that is being read. It reads what was there when it was opened, or fails where that is replaced meanwhile.</summary>
public sealed class Blob
{
    private const int MaxInMemory = 64 * 1024 * 1024;

    private readonly IReadOnlyList<BlobChunk> _chunks;
    private readonly Func<BlobChunk, CancellationToken, Task<ReadOnlyMemory<byte>>> _read;

    internal Blob(long size, string etag, IReadOnlyList<BlobChunk> chunks, Func<BlobChunk, CancellationToken, Task<ReadOnlyMemory<byte>>> read)
    {
        (Size, ETag) = (size, etag);
        (_chunks, _read) = (chunks, read);
    }

    /// <summary>The size in bytes.</summary>
    public long Size { get; }

    /// <summary>Changes with every change of the content.</summary>
    public string ETag { get; }

    /// <summary>Reads a range, piece by piece. Only what it touches is fetched.</summary>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <param name="length">How many bytes; up to the end where there are fewer.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">A piece is missing: the blob was replaced or removed.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var end = length > Size - offset ? Size : offset + length;
        foreach (var chunk in _chunks.Where(chunk => chunk.Offset < end && chunk.Offset + chunk.Size > offset))
        {
            var content = await _read(chunk, cancellationToken);
            var first = (int)Math.Max(0, offset - chunk.Offset);
            yield return content[first..(int)Math.Min(chunk.Size, end - chunk.Offset)];
        }
    }

    /// <summary>A stream that reads it asynchronously and can seek.</summary>
    public Stream OpenRead() => new BlobStream(this);

    /// <summary>Writes all of it to a stream.</summary>
    /// <exception cref="InvalidDataException">A piece is missing: the blob was replaced or removed.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        await foreach (var piece in ReadAsync(0, Size, cancellationToken))
        {
            await target.WriteAsync(piece, cancellationToken);
        }
    }

    /// <summary>All of it, in memory.</summary>
    /// <exception cref="InvalidOperationException">It has more than 64 MiB.</exception>
    /// <exception cref="InvalidDataException">A piece is missing: the blob was replaced or removed.</exception>
    public async Task<byte[]> ToArrayAsync(CancellationToken cancellationToken)
    {
        if (Size > MaxInMemory)
        {
            throw new InvalidOperationException("The blob is too large for memory; read it piece by piece.");
        }

        using var content = new MemoryStream((int)Size);
        await CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
