using System.Net;
using System.Net.Sockets;
using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>A server whose every frame a test says, and a client of it.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ScriptedServer(Http2HandlerOptions? options = null)
    {
        _listener.Start();
        Client = new HttpMessageInvoker(new Http2Handler(_listener.LocalEndpoint, options));
    }

    public HttpMessageInvoker Client { get; }

    /// <summary>Accepts a connection and reads how the client begins, but says nothing.</summary>
    public async Task<ScriptedConnection> AcceptSilentlyAsync()
    {
        var socket = await _listener.AcceptSocketAsync().WaitAsync(Eventually.Patience);
        var connection = new ScriptedConnection(socket);
        await connection.ReadPrefaceAsync();
        return connection;
    }

    /// <summary>Accepts a connection and begins it with settings.</summary>
    public async Task<ScriptedConnection> AcceptAsync(params (ushort Setting, uint Value)[] settings)
    {
        var connection = await AcceptSilentlyAsync();
        await connection.SendAsync(Frames.Settings(settings));
        return connection;
    }

    /// <summary>Begins a request without a body and accepts its connection; the request has arrived as stream 1.</summary>
    public async Task<(ScriptedConnection Connection, Task<HttpResponseMessage> Answer)> BeginAsync(HttpRequestMessage? request = null)
    {
        var answer = Client.CallAsync(request ?? Calls.Get());
        var connection = await AcceptAsync();
        (await connection.ReadAsync(FrameType.Headers)).Stream.ShouldBe(1);
        return (connection, answer);
    }

    public void Dispose()
    {
        Client.Dispose();
        _listener.Dispose();
    }
}
