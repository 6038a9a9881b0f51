using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Shared;

/// <summary>Compresses and decompresses single messages into pooled buffers.</summary>
internal static class MessageCompression
{
    private const int ChunkLength = 4096;

    /// <summary>Compresses a message; the caller disposes the result.</summary>
    public static PooledBufferWriter Compress(ICompressionProvider provider, CompressionLevel? level, ReadOnlySpan<byte> message)
    {
        var compressed = new PooledBufferWriter(ChunkLength);
        using (var target = new BufferWriterStream(compressed))
        using (var stream = provider.CreateCompressionStream(target, level))
        {
            stream.Write(message);
        }

        return compressed;
    }

    /// <summary>Decompresses a message; the caller disposes the result.</summary>
    /// <exception cref="RpcException">
    /// RESOURCE_EXHAUSTED as soon as the output passes <paramref name="maxLength"/> bytes, so a small message cannot fill the
    /// memory; INTERNAL when the bytes are corrupt.
    /// </exception>
    public static PooledBufferWriter Decompress(ICompressionProvider provider, in ReadOnlySequence<byte> message, int? maxLength)
    {
        var decompressed = new PooledBufferWriter(ChunkLength);
        try
        {
            using var source = new SequenceStream(message);
            using var stream = provider.CreateDecompressionStream(source);
            for (int read; (read = stream.Read(decompressed.GetSpan(ChunkLength))) > 0;)
            {
                decompressed.Advance(read);
                if (decompressed.WrittenCount > maxLength)
                {
                    throw FrameErrors.ReceivedMessageTooLarge();
                }
            }

            return decompressed;
        }
        catch (InvalidDataException)
        {
            decompressed.Dispose();
            throw FrameErrors.CorruptCompression();
        }
        catch
        {
            decompressed.Dispose();
            throw;
        }
    }

    /// <summary>Finds the provider of an encoding; null when there is none.</summary>
    public static ICompressionProvider? Find(IReadOnlyList<ICompressionProvider> providers, string encoding)
    {
        foreach (var provider in providers)
        {
            if (string.Equals(provider.EncodingName, encoding, StringComparison.Ordinal))
            {
                return provider;
            }
        }

        return null;
    }
}
