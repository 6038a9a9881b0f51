using Platform.Blobs.Bindings;

namespace Platform.Blobs;

/// <summary>The chunks of large blobs and of uploads on their way.</summary>
internal sealed class ChunkStore(BlobBindings bindings, string folder)
{
    private const int DeleteBatch = 1000;

    /// <summary>Reads the next chunk of a stream; a shorter one at its end, an empty one behind it.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadChunkAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[BlobStore.ChunkSize];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }

    /// <summary>Stores a part: a chunk that was read already, and what follows it.</summary>
    /// <returns>The size of the part in bytes.</returns>
    public async Task<long> PutAsync(string uploadId, int part, ReadOnlyMemory<byte> first, Stream rest, CancellationToken cancellationToken)
    {
        var binding = await bindings.GetAsync(cancellationToken);
        var size = 0L;
        var chunk = first;
        for (var number = 0; chunk.Length > 0; number++)
        {
            await binding.PutAsync(folder + BlobManifest.ChunkName(uploadId, part, number), chunk, cancellationToken);
            size += chunk.Length;
            chunk = await ReadChunkAsync(rest, cancellationToken);
        }

        return size;
    }

    /// <summary>Reads a chunk.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(BlobChunk chunk, CancellationToken cancellationToken)
    {
        var binding = await bindings.GetAsync(cancellationToken);
        return await binding.GetAsync(folder + chunk.Name, cancellationToken) is { } content && content.Length == chunk.Size
            ? content
            : throw new InvalidDataException("A piece of a blob is missing: it was replaced or removed.");
    }

    /// <summary>Removes all chunks of an upload.</summary>
    public async Task DeleteAsync(string uploadId, CancellationToken cancellationToken)
    {
        var binding = await bindings.GetAsync(cancellationToken);
        while (await binding.ListAsync($"{folder}{uploadId}/", "", "", DeleteBatch, cancellationToken) is { Count: > 0 } names)
        {
            foreach (var name in names)
            {
                await binding.DeleteAsync(name, cancellationToken);
            }
        }
    }
}
