using System.Net.WebSockets;
using System.Text.Json;
using Platform.Commerce.Tests.StoreFront;

namespace Platform.EndToEnd.Access;

/// <summary>What the gateway calls that no route is bound to: API keys, short links, channels, and the leases of the rate limiter.</summary>
internal static class DoorStory
{
    private const int Burst = 8;
    private static readonly string[] Channels = ["links", "orders", "rides"];
    private static readonly string[] Scopes = ["links.read", "orders.read", "rides.read"];

    public static async Task RunAsync(HttpClient gateway, Visitor visitor)
    {
        await HurryAsync(visitor);
        await FollowAsync(gateway);
        var key = await visitor.PostAsync("/v1/apiKeys", new { displayName = "access", scopes = Scopes });
        await ListenAsync(key.GetProperty("key").GetString()!);
    }

    /// <summary>Asks for the same again and again: the gateway leases tokens for it, and gives them back when nobody asks any more.</summary>
    private static async Task HurryAsync(Visitor visitor) => await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => visitor.GetAsync("/v1/warehouses")));

    /// <summary>Follows a short link that the gateway does not know.</summary>
    private static async Task FollowAsync(HttpClient gateway)
    {
        using var response = await gateway.GetAsync("/" + Guid.NewGuid().ToString("N"));
    }

    /// <summary>Asks for a channel of each service that decides about some.</summary>
    private static async Task ListenAsync(string key)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Api-Key", key);
        await socket.ConnectAsync(new Uri("ws://localhost:8080/v1/realtime"), patience.Token);
        (await ReadAsync(socket, patience.Token)).GetProperty("authenticated").GetBoolean().ShouldBeTrue();
        foreach (var kind in Channels)
        {
            var request = JsonSerializer.SerializeToUtf8Bytes(new { type = "subscribe", channel = $"{kind}/{Guid.NewGuid():N}" });
            await socket.SendAsync(request, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            await ReadAsync(socket, patience.Token);
        }
    }

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return JsonElement.Parse(buffer.AsSpan(0, received.Count));
    }
}
