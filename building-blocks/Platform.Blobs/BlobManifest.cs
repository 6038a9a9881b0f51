using System.Text.Json;

namespace Platform.Blobs;

/// <summary>
/// What is stored in place of a blob that is too large for one message: which upload its chunks are of, and how many. A part is cut into chunks of
/// <see cref="ChunkSize"/>, of which the last may be shorter.
/// </summary>
/// <param name="UploadId">The upload.</param>
/// <param name="ChunkSize">The size of chunks in bytes, when this blob was written.</param>
/// <param name="Parts">The parts in order.</param>
internal sealed record BlobManifest(string UploadId, int ChunkSize, IReadOnlyList<BlobPart> Parts)
{
    private static ReadOnlySpan<byte> Magic => "platform-blob-manifest/1\n"u8;

    public long Size => Parts.Sum(part => part.Size);

    /// <summary>Whether an object is a manifest and no content. Content that looks like one is never stored as it is.</summary>
    public static bool Is(ReadOnlySpan<byte> stored) => stored.StartsWith(Magic);

    public static BlobManifest Read(ReadOnlySpan<byte> stored) =>
        JsonSerializer.Deserialize<BlobManifest>(stored[Magic.Length..]) ?? throw new InvalidDataException("The manifest of a blob is empty.");

    public byte[] Write() => [.. Magic, .. JsonSerializer.SerializeToUtf8Bytes(this)];

    /// <summary>The chunks in order: their object's name below the upload's, their offset in the blob and their size.</summary>
    public IEnumerable<BlobChunk> Chunks()
    {
        var offset = 0L;
        foreach (var part in Parts)
        {
            for (var done = 0L; done < part.Size; done += ChunkSize)
            {
                var size = (int)Math.Min(ChunkSize, part.Size - done);
                yield return new BlobChunk(ChunkName(UploadId, part.Number, (int)(done / ChunkSize)), offset + done, size);
            }

            offset += part.Size;
        }
    }

    public static string ChunkName(string uploadId, int part, int chunk) => $"{uploadId}/{part:d5}/{chunk:d7}";
}

/// <summary>A piece of a large blob.</summary>
internal sealed record BlobChunk(string Name, long Offset, int Size);
