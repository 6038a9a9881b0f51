using System.Buffers;

namespace LocalDapr.Http2;

/// <summary>The bytes of a body between the connection that receives them and their one reader. Flow control bounds them.</summary>
internal sealed class ReceiveBuffer
{
    private const int SmallestArray = 1024;

    private readonly Lock _gate = new();
    private byte[] _bytes = [];
    private int _start;
    private int _length;
    private bool _isEnded;
    private Exception? _failure;
    private TaskCompletionSource? _reader;

    /// <summary>Adds bytes. A reader that waits for them hears of it by <see cref="Wake"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;
            MakeRoom(bytes.Length);
            bytes.CopyTo(_bytes.AsSpan(_start + _length));
            _length += bytes.Length;
        }
    }

    /// <summary>Says that nothing follows, for a reason if it is one; the first time counts.</summary>
    public void End(Exception? failure = null)
    {
        lock (_gate)
        {
            _failure = _isEnded ? _failure : failure;
            _isEnded = true;
        }
    }

    /// <summary>Lets a waiting reader see what has changed.</summary>
    public void Wake()
    {
        TaskCompletionSource? reader;
        lock (_gate)
        {
            (reader, _reader) = (_reader, null);
        }

        reader?.TrySetResult();
    }

    /// <summary>Takes bytes; 0 at the end.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken) =>
        TryRead(target.Span, out var count, out var change) ? new(count) : WaitAsync(target, change, cancellationToken);

    private async ValueTask<int> WaitAsync(Memory<byte> target, Task change, CancellationToken cancellationToken)
    {
        int count;
        do
        {
            await change.WaitAsync(cancellationToken);
        }
        while (!TryRead(target.Span, out count, out change));

        return count;
    }

    private bool TryRead(Span<byte> target, out int count, out Task change)
    {
        (count, change) = (0, Task.CompletedTask);
        lock (_gate)
        {
            if (_length > 0)
            {
                count = Math.Min(_length, target.Length);
                _bytes.AsSpan(_start, count).CopyTo(target);
                (_start, _length) = (_start + count, _length - count);
                if (_length == 0)
                    Free();
                return true;
            }

            if (_failure is not null)
                throw _failure;
            if (!_isEnded && target.Length > 0)
                change = (_reader ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return _isEnded || target.Length == 0;
        }
    }

    private void MakeRoom(int count)
    {
        if (_start + _length + count <= _bytes.Length)
            return;
        var bytes = _length + count <= _bytes.Length ? _bytes : ArrayPool<byte>.Shared.Rent(Math.Max(2 * (_length + count), SmallestArray));
        var kept = _bytes.AsSpan(_start, _length);
        kept.CopyTo(bytes);
        if (bytes != _bytes && _bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start) = (bytes, 0);
    }

    private void Free()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start) = ([], 0);
    }
}
