using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Edge;

/// <summary>Sends bytes that no HTTP client would send, and reads what comes back until the server closes.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client = new();
    private NetworkStream? _stream;

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var raw = new RawClient();
        await raw._client.ConnectAsync(IPAddress.Loopback, address.Port);
        raw._stream = raw._client.GetStream();
        return raw;
    }

    /// <summary>Sends all, one byte a character, and gives everything that is answered.</summary>
    public static async Task<string> ExchangeAsync(Uri address, string request)
    {
        await using var raw = await ConnectAsync(address);
        await raw.SendAsync(request);
        return await raw.ReadToEndAsync();
    }

    /// <summary>The statuses of the responses in an answer, in order.</summary>
    public static int[] Statuses(string answer) =>
        [.. answer.Split("HTTP/1.1 ").Skip(1).Select(response => int.Parse(response.AsSpan(0, 3)))];

    public async Task SendAsync(string text) => await _stream!.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads until the server closes; a connection that is reset ends there too.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int count; (count = await _stream!.ReadAsync(buffer, patience.Token)) > 0;)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // Reset: there was more of the request than the server wanted to read.
        }

        return answer.ToString();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
