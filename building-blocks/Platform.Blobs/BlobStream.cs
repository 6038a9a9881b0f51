namespace Platform.Blobs;

/// <summary>A blob as a stream that can be read asynchronously from any place.</summary>
internal sealed class BlobStream(Blob blob) : Stream
{
    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _pieces;
    private ReadOnlyMemory<byte> _piece;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => blob.Size;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_piece.IsEmpty && !await NextPieceAsync(cancellationToken))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _piece.Length);
        _piece[..count].CopyTo(buffer);
        _piece = _piece[count..];
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? _position : Length);
        ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(offset));
        (_position, _piece, _pieces) = (position, default, null);
        return position;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Blobs are read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Blobs are replaced whole.");

    public override void SetLength(long value) => throw new NotSupportedException("Blobs are replaced whole.");

    public override void Flush()
    {
    }

    // The enumerator holds nothing that must be freed, so one that a seek leaves behind is simply forgotten.
    private async ValueTask<bool> NextPieceAsync(CancellationToken cancellationToken)
    {
        _pieces ??= blob.ReadAsync(Math.Min(_position, Length), Length, cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!await _pieces.MoveNextAsync())
        {
            return false;
        }

        _piece = _pieces.Current;
        return true;
    }
}
