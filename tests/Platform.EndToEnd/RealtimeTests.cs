using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace Platform.EndToEnd;

/// <summary>What a user sees of their link while it happens, from signing up to a click.</summary>
[Collection(nameof(PlatformTests))]
public sealed class RealtimeTests(PlatformFixture platform)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Listen_ToAnOwnLink_SeesAClickAndAChange()
    {
        using var patience = new CancellationTokenSource(Patience);
        var token = await SignInAsync($"watcher-{Guid.NewGuid():N}"[..20], patience.Token);
        var code = await CreateLinkAsync(token, patience.Token);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await socket.ConnectAsync(new Uri("ws://localhost:8080/v1/realtime"), patience.Token);
        (await ReadAsync(socket, patience.Token)).GetProperty("authenticated").GetBoolean().ShouldBeTrue();
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { type = "subscribe", channel = "links/" + code }), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        (await ReadAsync(socket, patience.Token)).GetProperty("type").GetString().ShouldBe("subscribed");

        await Links.ResolveAsync(platform.Gateway, code, patience.Token);
        var clicked = await ReadAsync(socket, patience.Token);
        using var deleted = await SendAsync(HttpMethod.Delete, "/v1/links/" + code, token, body: null, patience.Token);
        var changed = await ReadAsync(socket, patience.Token);

        deleted.EnsureSuccessStatusCode();
        clicked.GetProperty("event").GetString().ShouldBe("link.clicked");
        clicked.GetProperty("data").GetProperty("clicks").GetString().ShouldBe("1");
        changed.GetProperty("event").GetString().ShouldBe("link.changed");
        changed.GetProperty("data").GetProperty("state").GetString().ShouldBe("DELETED");
    }

    private async Task<string> SignInAsync(string username, CancellationToken cancellationToken)
    {
        var account = new { username, password = "correct horse battery staple " + username };
        (await platform.Gateway.PostAsJsonAsync("/v1/users", account, cancellationToken)).EnsureSuccessStatusCode();
        using var tokens = await platform.Gateway.PostAsJsonAsync("/v1/tokens", account, cancellationToken);
        tokens.EnsureSuccessStatusCode();
        return (await tokens.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("accessToken").GetString()!;
    }

    private async Task<string> CreateLinkAsync(string token, CancellationToken cancellationToken)
    {
        using var created = await SendAsync(HttpMethod.Post, "/v1/links", token, JsonContent.Create(new { longUrl = "https://example.com/watched" }), cancellationToken);
        created.EnsureSuccessStatusCode();
        return (await created.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("shortCode").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await platform.Gateway.SendAsync(request, cancellationToken);
    }

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        received.EndOfMessage.ShouldBeTrue();
        return JsonElement.Parse(buffer.AsSpan(0, received.Count));
    }
}
