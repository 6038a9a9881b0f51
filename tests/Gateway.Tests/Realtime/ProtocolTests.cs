using System.Net;
using System.Net.WebSockets;
using Gateway.Tests.Http;

namespace Gateway.Tests.Realtime;

public sealed class ProtocolTests(RealtimeFixture hub) : IClassFixture<RealtimeFixture>
{
    [Fact]
    public async Task Connect_WithoutToken_MayNotSubscribe()
    {
        await using var client = await RealtimeClient.OpenAsync(hub.Gateway);

        var hello = await client.ReadAsync("hello");
        await client.SendAsync(new { type = "subscribe", id = "1", channel = "users/me" });

        ((string?)hello["protocol"]).ShouldBe("platform.realtime.v1");
        ((bool?)hello["authenticated"]).ShouldBe(false);
        var error = await client.ReadAsync("error");
        ((string?)error["code"]).ShouldBe("SIGN_IN_REQUIRED");
        ((string?)error["id"]).ShouldBe("1");
        (await client.ReadCloseAsync()).ShouldBe(4401);
    }

    [Fact]
    public async Task Connect_TokenAsSubprotocol_IsSignedIn()
    {
        await using var client = await RealtimeClient.OpenAsync(hub.Gateway, options =>
        {
            options.AddSubProtocol("platform.realtime.v1");
            options.AddSubProtocol("access_token.good.sub-1");
        });

        await client.ReadAsync("hello");
        await client.ReadAsync("authenticated");
        client.Socket.SubProtocol.ShouldBe("platform.realtime.v1");
        await client.SubscribeAsync("users/me");
    }

    [Fact]
    public async Task Authenticate_BadToken_4401()
    {
        await using var client = await RealtimeClient.OpenAsync(hub.Gateway);
        await client.SendAsync(new { type = "authenticate", token = "bad" });

        (await client.ReadCloseAsync()).ShouldBe(4401);
    }

    [Fact]
    public async Task Authenticate_IdentityIsAway_MayBeTriedAgain()
    {
        await using var client = await RealtimeClient.OpenAsync(hub.Gateway);
        await client.ReadAsync("hello");
        await client.SendAsync(new { type = "authenticate", id = "a", token = "unknown.x" });
        var error = await client.ReadAsync("error");
        await client.SendAsync(new { type = "authenticate", id = "b", token = "good.again" });

        ((string?)error["code"]).ShouldBe("UNAVAILABLE");
        ((string?)(await client.ReadAsync("authenticated"))["id"]).ShouldBe("b");
    }

    [Fact]
    public async Task Authenticate_TokenThatEnds_IsClosedUnlessRenewed()
    {
        await using var renewing = await RealtimeClient.OpenAsync(hub.Gateway);
        await using var forgetting = await RealtimeClient.OpenAsync(hub.Gateway);
        foreach (var client in (RealtimeClient[])[renewing, forgetting])
        {
            await client.ReadAsync("hello");
            await client.SendAsync(new { type = "authenticate", token = "short.renewal" });
            (await client.ReadAsync("authenticated"))["expireTime"].ShouldNotBeNull();
        }
        await renewing.SubscribeAsync("users/me");
        await renewing.SendAsync(new { type = "authenticate", token = "good.renewal" });
        await renewing.ReadAsync("authenticated");

        (await forgetting.ReadCloseAsync()).ShouldBe(4401);
        await renewing.SendAsync(new { type = "ping", id = "p" });
        ((string?)(await renewing.ReadAsync("pong"))["id"]).ShouldBe("p");
        await hub.PublishAsync("users/renewal", 1);
        await renewing.ReadAsync("event");
    }

    [Fact]
    public async Task Authenticate_AsAnotherUser_4401()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "first");
        await client.SendAsync(new { type = "authenticate", token = "good.second" });

        (await client.ReadCloseAsync()).ShouldBe(4401);
    }

    [Theory]
    [InlineData("users/other", "CHANNEL_FORBIDDEN")]
    [InlineData("conversations/1", "CHANNEL_FORBIDDEN")]
    [InlineData("links/nosuch", "CHANNEL_FORBIDDEN")]
    [InlineData("links/", "CHANNEL_INVALID")]
    [InlineData("links/a/b", "CHANNEL_INVALID")]
    [InlineData("links", "CHANNEL_INVALID")]
    [InlineData("LINKS/a", "CHANNEL_INVALID")]
    [InlineData("users/..", "CHANNEL_INVALID")]
    [InlineData("", "CHANNEL_INVALID")]
    public async Task Subscribe_ChannelOfNobodyOrOthers_Refused(string channel, string code)
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "nosy");
        await client.SendAsync(new { type = "subscribe", channel });

        ((string?)(await client.ReadAsync("error"))["code"]).ShouldBe(code);
    }

    [Fact]
    public async Task Subscribe_MoreChannelsThanAllowed_Refused()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "many");
        var codes = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            codes.Add(await Links.CreateAsync(hub, "many"));
            await client.SendAsync(new { type = "subscribe", channel = "links/" + codes[i] });
            if (i < 3) await client.ReadAsync("subscribed");
        }

        ((string?)(await client.ReadAsync("error"))["code"]).ShouldBe("TOO_MANY_CHANNELS");
        await client.SendAsync(new { type = "unsubscribe", channel = "links/" + codes[0] });
        await client.ReadAsync("unsubscribed");
        await client.SubscribeAsync("links/" + codes[3]);
    }

    [Fact]
    public async Task Unsubscribe_Channel_HearsNothingMore()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "leaver");
        await client.SubscribeAsync("users/me");
        await client.SendAsync(new { type = "unsubscribe", id = "u", channel = "users/me" });
        await client.ReadAsync("unsubscribed");
        await hub.PublishAsync("users/leaver", 1);
        await client.SendAsync(new { type = "unsubscribe", id = "v", channel = "users/me" });

        ((string?)(await client.ReadAsync("error"))["code"]).ShouldBe("NOT_SUBSCRIBED");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"type\":null}")]
    [InlineData("{\"type\":\"dance\"}")]
    [InlineData("{\"type\":\"subscribe\"}")]
    [InlineData("{\"type\":\"ping\",\"extra\":1}")]
    [InlineData("{\"type\":\"ping\",\"id\":7}")]
    [InlineData("{\"type\":\"ping\",\"type\":\"ping\"}")]
    [InlineData("{\"type\":\"ping\",\"id\":{}}")]
    [InlineData("")]
    public async Task Send_MalformedMessages_AreToldAndAfterTenClosed(string message)
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "mumbler");
        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync(System.Text.Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text);
            ((string?)(await client.ReadAsync("error"))["code"]).ShouldBe("MALFORMED_MESSAGE");
        }

        (await client.ReadCloseAsync()).ShouldBe(1008);
    }

    [Fact]
    public async Task Send_BinaryMessage_1003()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "binary");
        await client.SendAsync([1, 2, 3], WebSocketMessageType.Binary);

        (await client.ReadCloseAsync()).ShouldBe(1003);
    }

    [Theory]
    [InlineData(16 * 1024, 0)]
    [InlineData((16 * 1024) + 1, 1009)]
    [InlineData(1_000_000, 1009)]
    public async Task Send_LongMessage_IsRefusedAboveTheLimit(int length, int expected)
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "long");
        await client.SendAsync(System.Text.Encoding.ASCII.GetBytes("{\"type\":\"ping\"}".PadRight(length)), WebSocketMessageType.Text);

        if (expected == 0) await client.ReadAsync("pong");
        else (await client.ReadCloseAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Connect_MoreSocketsThanAUserMayHave_4429()
    {
        var clients = new List<RealtimeClient>();
        for (var i = 0; i < 3; i++) clients.Add(await RealtimeClient.SignInAsync(hub.Gateway, "crowd"));
        await using var tooMany = await RealtimeClient.OpenAsync(hub.Gateway);
        await tooMany.SendAsync(new { type = "authenticate", token = "good.crowd" });

        (await tooMany.ReadCloseAsync()).ShouldBe(4429);
        await clients[0].Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        foreach (var client in clients) await client.DisposeAsync();
        await Platform.Testing.Eventually.AssertAsync(async () => await (await RealtimeClient.SignInAsync(hub.Gateway, "crowd")).DisposeAsync());
    }

    [Fact]
    public async Task Close_ByTheClient_IsAnswered()
    {
        await using var client = await RealtimeClient.SignInAsync(hub.Gateway, "polite");

        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);

        client.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Get_WithoutUpgrade_426()
    {
        using var response = await hub.Client.GetAsync("/v1/realtime");

        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        ((string?)(await Json.ReadAsync(response))["reason"]).ShouldBe("WEBSOCKET_REQUIRED");
    }

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task Connect_PageOfAnOrigin_OnlyWhereAllowed(string origin, bool isAllowed)
    {
        var connect = async () => await (await RealtimeClient.OpenAsync(hub.Gateway, options => options.SetRequestHeader("Origin", origin))).DisposeAsync();

        if (isAllowed) await connect();
        else (await Should.ThrowAsync<WebSocketException>(connect)).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Connect_PageOfTheGatewayItself_Allowed() =>
        await (await RealtimeClient.OpenAsync(hub.Gateway, options => options.SetRequestHeader("Origin", hub.Gateway.GetLeftPart(UriPartial.Authority)))).DisposeAsync();
}
