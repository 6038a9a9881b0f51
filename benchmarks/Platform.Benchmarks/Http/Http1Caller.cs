using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Benchmarks.Http;

/// <summary>
/// A caller that costs as little as it can, so that what is measured is the server: one keep-alive HTTP/1.1 connection on a raw socket, prepared
/// requests, the next one sent when the response has come.
/// </summary>
internal sealed class Http1Caller : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string _expectedStatus;
    private byte[] _buffer = new byte[16 * 1024];

    private Http1Caller(string expectedStatus) => _expectedStatus = expectedStatus;

    /// <summary>Connects a caller that accepts no other status than <paramref name="expected"/>.</summary>
    public static async Task<Http1Caller> ConnectAsync(IPEndPoint server, HttpStatusCode expected)
    {
        var caller = new Http1Caller($"HTTP/1.1 {(int)expected} ");
        await caller._socket.ConnectAsync(server);
        return caller;
    }

    /// <summary>Prepares a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">The path and query, escaped.</param>
    /// <param name="host">Whom it is for.</param>
    /// <param name="token">An access token; null for none.</param>
    /// <param name="json">The body; null for none.</param>
    public static byte[] Request(HttpMethod method, string path, string host, string? token = null, string? json = null)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        var content = json is null ? "" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n";
        return Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: bench\r\n{authorization}{content}\r\n{json}");
    }

    /// <summary>Sends a request and reads its whole response.</summary>
    /// <exception cref="InvalidDataException">The status is another one, or the connection closed.</exception>
    public async Task CallAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var filled = 0;
        int length;
        do
        {
            if (filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * filled);
            }

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
