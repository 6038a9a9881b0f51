using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>A pooled buffer with a JSON writer into it. Disposing gives it back to the pool; what was written is then invalid.</summary>
internal sealed class JsonBuffer : IDisposable, IResettable
{
    /// <summary>
    /// Leaves <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> as they are. That is safe because answers are never shown as pages: their content type is
    /// JSON, and <see cref="Public.SecurityHeaders"/> forbids to guess another.
    /// </summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // Larger buffers are of rare answers, and not worth keeping.
    private const int MaxKeptSize = 256 * 1024;

    // Not ObjectPool.Create: that one disposes what it does not keep, and disposing means to give back.
    private static readonly DefaultObjectPool<JsonBuffer> Pool = new(new DefaultPooledObjectPolicy<JsonBuffer>());

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    /// <summary>Made by the pool; use <see cref="Rent"/>.</summary>
    public JsonBuffer()
    {
        Json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });
    }

    /// <summary>Writes into the buffer; what it holds back is there after a flush.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>What was written and flushed.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>An empty buffer.</summary>
    public static JsonBuffer Rent() => Pool.Get();

    /// <summary>Ends a line behind what was written and flushed.</summary>
    public void EndLine() => _bytes.Write("\n"u8);

    public void Dispose() => Pool.Return(this);

    bool IResettable.TryReset()
    {
        Json.Reset();
        _bytes.ResetWrittenCount();
        return _bytes.Capacity <= MaxKeptSize;
    }
}
