using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Benchmarks.Http;

/// <summary>
/// A caller that costs as little as it can, so that what is measured is the server: one keep-alive HTTP/1.1 connection on a raw socket, one
/// prepared request, the next one sent when the response has come.
/// </summary>
internal sealed class Http1Caller : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly string _expectedStatus;
    private readonly byte[] _buffer = new byte[16 * 1024];

    private Http1Caller(byte[] request, string expectedStatus)
    {
        _request = request;
        _expectedStatus = expectedStatus;
    }

    /// <summary>Connects a caller that sends <c>GET path</c> and accepts no other status than <paramref name="expected"/>.</summary>
    public static async Task<Http1Caller> ConnectAsync(IPEndPoint server, string path, HttpStatusCode expected)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server}\r\nUser-Agent: bench\r\n\r\n");
        var caller = new Http1Caller(request, $"HTTP/1.1 {(int)expected} ");
        await caller._socket.ConnectAsync(server);
        return caller;
    }

    /// <summary>Sends the request and reads its whole response.</summary>
    /// <exception cref="InvalidDataException">The status is another one, or the connection closed.</exception>
    public async ValueTask CallAsync()
    {
        await _socket.SendAsync(_request.AsMemory());
        var filled = 0;
        int length;
        do
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled));
            filled += read > 0 ? read : throw new InvalidDataException("The server closed the connection.");
            length = ResponseLength(_buffer.AsSpan(0, filled));
        }
        while (length < 0 || filled < length);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Bytes of head and body together, or -1 while the head is not complete.</summary>
    private int ResponseLength(ReadOnlySpan<byte> response)
    {
        var head = response.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return -1;
        }

        if (!Ascii.EqualsIgnoreCase(response[.._expectedStatus.Length], _expectedStatus))
        {
            throw new InvalidDataException(Encoding.ASCII.GetString(response[..head]));
        }

        return head + 4 + ContentLength(response[..head]);
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : 0;
    }
}
