using System.Buffers;
using System.IO.Pipelines;
using System.Net;

namespace LocalDapr.Runtime.Invocation;

/// <summary>
/// The body of an incoming request that can be sent more than once. What arrives goes on at once and is kept for another attempt, as long as it
/// is no more than <see cref="Limit"/>: a larger one is streamed, and can be sent only once.
/// </summary>
internal sealed class ReplayableBody(PipeReader source, CancellationToken requestAborted) : IDisposable
{
    /// <summary>Most bytes that are kept, Dapr's default limit for a request: 4 MiB.</summary>
    public const int Limit = 4 << 20;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _reading = new(1);
    private ArrayBufferWriter<byte> _kept = new();
    private bool _ended;

    /// <summary>Whether the body can be sent once more.</summary>
    public bool CanReplay { get; private set; } = true;

    /// <summary>The body for one attempt.</summary>
    /// <param name="length">Its length, or null if that is not known.</param>
    public HttpContent NewContent(long? length) => new Attempt(this, length);

    /// <summary>Attempts that are still running come to their end with an error that nobody sees.</summary>
    public void Dispose() => _reading.Dispose();

    /// <summary>The bytes after those that an attempt has sent already; none at the end of the body.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> NextAsync(long sent, CancellationToken cancellationToken)
    {
        if (TryGetKept(sent, out var kept))
            return kept;
        // An attempt that was given up may be reading still; what it gets is kept for its successor.
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return TryGetKept(sent, out kept) ? kept : await ReadAsync();
        }
        finally
        {
            _reading.Release();
        }
    }

    private bool TryGetKept(long sent, out ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            bytes = sent < _kept.WrittenCount ? _kept.WrittenMemory[(int)sent..] : default;
            return _ended || !bytes.IsEmpty;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        ReadOnlyMemory<byte> bytes;
        do
        {
            var read = await source.ReadAsync(requestAborted);
            bytes = Keep(read.Buffer, read.IsCompleted);
            source.AdvanceTo(read.Buffer.End);
        }
        while (bytes.IsEmpty && !_ended);

        return bytes;
    }

    private ReadOnlyMemory<byte> Keep(in ReadOnlySequence<byte> bytes, bool isLast)
    {
        lock (_lock)
        {
            _ended = isLast;
            if (CanReplay && _kept.WrittenCount + bytes.Length > Limit)
            {
                CanReplay = false;
                _kept = new ArrayBufferWriter<byte>();
            }

            if (!CanReplay)
                return bytes.ToArray();
            var before = _kept.WrittenCount;
            foreach (var part in bytes)
                _kept.Write(part.Span);
            return _kept.WrittenMemory[before..];
        }
    }

    private sealed class Attempt(ReplayableBody body, long? length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var sent = 0L;
            while (true)
            {
                var next = body.NextAsync(sent, cancellationToken);
                if (!next.IsCompleted)
                    await stream.FlushAsync(cancellationToken);
                var bytes = await next;
                if (bytes.IsEmpty)
                    return;
                await stream.WriteAsync(bytes, cancellationToken);
                sent += bytes.Length;
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length ?? 0;
            return length is not null;
        }
    }
}
