using System.Buffers;
using System.Net;

namespace LocalDapr.Http2;

/// <summary>The connections to a server: one, and more when the server allows no more requests on it at once.</summary>
internal sealed class ConnectionPool(EndPoint server, Http2HandlerOptions options) : IDisposable
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _headers;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private Http2Connection[] _connections = [];
    private Task? _connecting;

    /// <summary>Opens a stream on a connection that has room for it; false where none has.</summary>
    public bool TryOpen(Http2Stream stream)
    {
        var connections = Volatile.Read(ref _connections);
        if (connections.Length == 0)
            return false;
        var headers = _headers ??= new();
        headers.ResetWrittenCount();
        RequestHeaders.Write(headers, stream.Request);
        foreach (var connection in connections)
        {
            if (connection.TryOpen(stream, headers.WrittenSpan))
                return true;
        }

        return false;
    }

    /// <summary>Adds a connection; those who come meanwhile wait for the same one.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken)
    {
        Task connecting;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            connecting = _connecting is { IsCompleted: false } ? _connecting : _connecting = AddAsync();
        }

        return connecting.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
            return;
        _disposed.Cancel();
        Http2Connection[] connections;
        lock (_gate)
        {
            connections = _connections;
        }

        Array.ForEach(connections, connection => connection.Dispose());
        _disposed.Dispose();
    }

    private async Task AddAsync()
    {
        var connection = await Http2Connection.ConnectAsync(server, options, _disposed.Token);
        lock (_gate)
        {
            if (!_disposed.IsCancellationRequested)
            {
                _connections = [.. _connections.Where(other => !other.IsClosed), connection];
                return;
            }
        }

        connection.Dispose();
    }
}
