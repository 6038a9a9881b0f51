using Gateway.Tests.Edge;
using Microsoft.Extensions.DependencyInjection;
using Platform.Gateway;
using Platform.Gateway.Realtime;
using Platform.Testing;
using Platform.Testing.Services;

namespace Gateway.Tests.Realtime;

/// <summary>How connections end that nobody closes, on gateways of their own.</summary>
public sealed class ConnectionTests
{
    private const string Upgrade =
        "GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    [Fact]
    public async Task Stop_WithSockets_TellsThemToReconnectAndCloses1001()
    {
        await using var platform = await StartAsync();
        var gateway = await AddressAsync(platform);
        await using var client = await RealtimeClient.SignInAsync(gateway, "drained");
        await client.SubscribeAsync("users/me");

        var stopping = platform["gateway"].DisposeAsync().AsTask();

        var hint = await client.ReadAsync("reconnect");
        ((long)hint["afterMs"]!).ShouldBeInRange(0, 10_000);
        (await client.ReadCloseAsync()).ShouldBe(1001);
        await client.Socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_SocketThatDoesNotAnswer_IsCutOff()
    {
        await using var platform = await StartAsync(("Gateway:Realtime:CloseTimeout", "00:00:01"));
        var gateway = await AddressAsync(platform);
        await using var client = await RealtimeClient.SignInAsync(gateway, "deaf");

        await platform["gateway"].DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Ping_ClientThatIsGone_IsCutOff()
    {
        await using var platform = await StartAsync(
            ("Gateway:Realtime:HeartbeatInterval", "00:00:01"), ("Gateway:Realtime:HeartbeatTimeout", "00:00:01"), ("Gateway:Realtime:AuthenticationTimeout", "00:10:00"));
        var gateway = await AddressAsync(platform);

        // Sends the handshake and never answers a ping.
        var answer = await RawClient.ExchangeAsync(gateway, Upgrade + "\r\n");

        RawClient.Statuses(answer).ShouldBe([101]);
        var hub = platform["gateway"].Services.GetRequiredService<RealtimeHub>();
        await Eventually.AssertAsync(() => hub.Count.ShouldBe(0));
    }

    [Theory]
    [InlineData("Origin: https://evil.example\r\n", 403)]
    [InlineData("Origin: http://localhost\r\nOrigin: https://evil.example\r\n", 403)]
    public async Task Upgrade_OtherOrigin_Refused(string header, int status)
    {
        await using var platform = await StartAsync();

        var answer = await RawClient.ExchangeAsync(await AddressAsync(platform), Upgrade + header + "\r\n" + "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        RawClient.Statuses(answer)[0].ShouldBe(status);
    }

    [Fact]
    public async Task Upgrade_MoreSocketsThanTheReplicaTakes_503()
    {
        await using var platform = await StartAsync(("Gateway:Realtime:MaxSockets", "1"));
        var gateway = await AddressAsync(platform);
        await using var only = await RealtimeClient.SignInAsync(gateway, "only");

        (await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => RealtimeClient.OpenAsync(gateway))).Message.ShouldContain("503");
    }

    private static Task<TestPlatform> StartAsync(params (string Name, string Value)[] settings) => TestPlatform.StartAsync(new ServiceSettings<GatewayOptions>
    {
        AppId = "gateway",
        Configuration = new Dictionary<string, string?>(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
        {
            ["Gateway:PublicUrl"] = "http://localhost:0",
        },
        ConfigureServices = services => services.AddSingleton<IRealtimeTokens, FakeTokens>(),
    });

    private static async Task<Uri> AddressAsync(TestPlatform platform)
    {
        await Eventually.AssertAsync(() => platform["gateway"].Services.GetRequiredService<RealtimeBus>().IsReady.ShouldBeTrue());
        return platform["gateway"].OtherAddresses.Single();
    }
}
