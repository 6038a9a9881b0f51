using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Realtime;

/// <summary>A client of the hub.</summary>
internal sealed class RealtimeClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _buffer = new byte[1024 * 1024];

    public ClientWebSocket Socket { get; } = new();

    /// <summary>Connects without saying anything, and reads nothing.</summary>
    public static async Task<RealtimeClient> OpenAsync(Uri gateway, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new RealtimeClient();
        configure?.Invoke(client.Socket.Options);
        using var patience = new CancellationTokenSource(Patience);
        await client.Socket.ConnectAsync(new UriBuilder(gateway) { Scheme = "ws", Path = "/v1/realtime" }.Uri, patience.Token);
        return client;
    }

    /// <summary>Connects and signs in.</summary>
    public static async Task<RealtimeClient> SignInAsync(Uri gateway, string user, string kind = "good")
    {
        var client = await OpenAsync(gateway);
        (await client.ReadAsync("hello"))["authenticated"]!.GetValue<bool>().ShouldBeFalse();
        await client.SendAsync(new { type = "authenticate", token = $"{kind}.{user}" });
        await client.ReadAsync("authenticated");
        return client;
    }

    public Task SendAsync(object message) => SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) => Socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None);

    /// <summary>Subscribes and gives the answer.</summary>
    public async Task<JsonObject> SubscribeAsync(string channel, string? lastEventId = null)
    {
        await SendAsync(new { type = "subscribe", id = "s", channel, lastEventId });
        return await ReadAsync("subscribed");
    }

    /// <summary>Reads the next message, which must be of a type.</summary>
    public async Task<JsonObject> ReadAsync(string type)
    {
        var message = await ReadAsync();
        message.ShouldNotBeNull($"closed with {Socket.CloseStatus} {Socket.CloseStatusDescription}");
        ((string?)message["type"]).ShouldBe(type, message.ToJsonString());
        return message;
    }

    /// <summary>Reads to the end and gives the code that the server closed with.</summary>
    public async Task<int> ReadCloseAsync()
    {
        while (await ReadAsync() is not null)
        {
        }
        return (int)Socket.CloseStatus!.Value;
    }

    public ValueTask DisposeAsync()
    {
        Socket.Abort();
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<JsonObject?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var length = 0;
        while (true)
        {
            var received = await Socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            length += received.Count;
            if (received.EndOfMessage) return JsonNode.Parse(Encoding.UTF8.GetString(_buffer, 0, length))!.AsObject();
        }
    }
}
