using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Drivers.Domain;
using Platform.Gateway;
using Platform.Gateway.Realtime;
using Platform.Messaging.Realtime;
using Platform.Shortener.Domain;
using Platform.Testing;
using Platform.Testing.Services;

namespace Gateway.Tests.Realtime;

/// <summary>The gateway, the shortener and drivers as they ship, but for the tokens. Nothing in them may log an error.</summary>
public sealed class RealtimeFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    public TestPlatform Platform => _platform!;

    public Uri Gateway { get; private set; } = new("http://localhost");

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync(
            new ServiceSettings<LinkRules> { AppId = "shortener" },
            new ServiceSettings<Driver> { AppId = "drivers" },
            new ServiceSettings<GatewayOptions>
            {
                AppId = "gateway",
                Configuration = new Dictionary<string, string?>
                {
                    ["Gateway:PublicUrl"] = "http://localhost:0",
                    ["Gateway:Cors:Origins:0"] = "https://app.example",
                    ["Gateway:Realtime:AuthenticationTimeout"] = "00:00:02",
                    ["Gateway:Realtime:MaxChannels"] = "3",
                    ["Gateway:Realtime:MaxSocketsPerUser"] = "3",
                },
                ConfigureServices = services => services.AddSingleton<IRealtimeTokens, FakeTokens>(),
            });
        Gateway = _platform["gateway"].OtherAddresses.Single();
        Client.BaseAddress = Gateway;
        await Eventually.AssertAsync(() => _platform["gateway"].Services.GetRequiredService<RealtimeBus>().IsReady.ShouldBeTrue());
    }

    /// <summary>Publishes numbers as the shortener would.</summary>
    public Task PublishAsync(string channel, params int[] numbers) => PublishAsync(channel, "test.numbered", numbers.Select(number => Value.ForNumber(number)));

    /// <summary>Publishes a text, as often as asked.</summary>
    public Task PublishTextAsync(string channel, string text, int count) => PublishAsync(channel, "test.text", Enumerable.Repeat(Value.ForString(text), count));

    private Task PublishAsync(string channel, string type, IEnumerable<Value> values) =>
        Platform["shortener"].Services.GetRequiredService<IRealtimePublisher>().PublishAsync(
            [.. values.Select(value => new RealtimeEvent(channel, type, new Struct { Fields = { ["number"] = value } }))], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }
}
