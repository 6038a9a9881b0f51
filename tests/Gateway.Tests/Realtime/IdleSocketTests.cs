using System.Net;
using System.Net.Sockets;
using System.Text;
using Dapr.Client;
using Google.Protobuf.WellKnownTypes;
using Platform.Messaging.Realtime;

namespace Gateway.Tests.Realtime;

/// <summary>What many clients that mostly say nothing cost.</summary>
public sealed class IdleSocketTests(ITestOutputHelper output)
{
    private const int Sockets = 10_000;
    private const long MaxResidentBytes = 300_000_000;

    [Fact]
    public async Task Connect_TenThousandSockets_Under300MBAndEachHearsAnEvent()
    {
        await using var gateway = await GatewayProcess.StartAsync(("Gateway__Realtime__MaxSocketsPerUser", $"{Sockets}"));
        var before = gateway.ResidentBytes;
        var token = gateway.TokenOf("crowd");
        var sockets = new IdleSocket[Sockets];
        try
        {
            await Parallel.ForAsync(0, Sockets, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (i, _) => sockets[i] = await IdleSocket.ConnectAsync(gateway.Address, token));
            var connected = gateway.ResidentBytes;
            await PublishAsync(gateway);
            await Task.WhenAll(sockets.Select(socket => socket.ReadUntilAsync("\"type\":\"event\"")));
            var told = gateway.ResidentBytes;

            output.WriteLine($"RSS {before / 1e6:0} MB before, {connected / 1e6:0} MB with {Sockets} sockets, {told / 1e6:0} MB after an event to all");
            // Telling all of them at once takes a buffer for each, which the web server keeps for a while.
            connected.ShouldBeLessThan(MaxResidentBytes);
        }
        finally
        {
            foreach (var socket in sockets) socket?.Dispose();
        }
    }

    private static async Task PublishAsync(GatewayProcess gateway)
    {
        using var dapr = new DaprClientBuilder().UseGrpcEndpoint($"http://127.0.0.1:{gateway.Runtime["gateway"].GrpcPort}").Build();
        var publisher = new RealtimePublisher(dapr, new ChannelLogs(dapr, TimeProvider.System), TimeProvider.System);
        await publisher.PublishAsync([new RealtimeEvent("users/crowd", "test.told", new Struct())], CancellationToken.None);
    }

    /// <summary>A socket that costs this process little.</summary>
    private sealed class IdleSocket : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

        public static async Task<IdleSocket> ConnectAsync(Uri address, string token)
        {
            var idle = new IdleSocket();
            await idle._socket.ConnectAsync(IPAddress.Loopback, address.Port);
            await idle._socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET /v1/realtime HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n"));
            await idle.ReadUntilAsync("\"type\":\"hello\"");
            await idle._socket.SendAsync(Frame("""{"type":"subscribe","channel":"users/me"}"""));
            await idle.ReadUntilAsync("\"type\":\"subscribed\"");
            return idle;
        }

        public async Task ReadUntilAsync(string text)
        {
            using var patience = new CancellationTokenSource(Patience);
            var buffer = new byte[2048];
            var received = 0;
            while (!Encoding.ASCII.GetString(buffer, 0, received).Contains(text, StringComparison.Ordinal))
            {
                var count = await _socket.ReceiveAsync(buffer.AsMemory(received), patience.Token);
                count.ShouldBePositive(Encoding.ASCII.GetString(buffer, 0, received));
                received += count;
            }
        }

        public void Dispose() => _socket.Dispose();

        // A text frame with the mask 0 (RFC 6455, section 5.2).
        private static byte[] Frame(string text) => [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];
    }
}
