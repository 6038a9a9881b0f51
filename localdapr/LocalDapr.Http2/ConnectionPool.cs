using System.Buffers;
using System.Net;

namespace LocalDapr.Http2;

/// <summary>The connections to a server: one, and more when the server allows no more requests on it at once.</summary>
internal sealed class ConnectionPool(EndPoint server, Http2HandlerOptions options) : IDisposable
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _headers;

    private readonly Lock _gate = new();
    private Http2Connection[] _connections = [];
    private Task? _connecting;
    private bool _isDisposed;

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
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            connecting = _connecting is { IsCompleted: false } ? _connecting : _connecting = AddAsync();
        }

        return connecting.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        Http2Connection[] connections;
        lock (_gate)
        {
            _isDisposed = true;
            connections = _connections;
        }

        Array.ForEach(connections, connection => connection.Dispose());
    }

    private async Task AddAsync()
    {
        var connection = await Http2Connection.ConnectAsync(server, options);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _connections = [.. _connections.Where(other => !other.IsClosed), connection];
                return;
            }
        }

        connection.Dispose();
    }
}
