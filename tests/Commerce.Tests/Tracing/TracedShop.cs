using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Net.Client;
using Platform.Commerce.Tests.StoreFront;
using Platform.Testing;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>The shop behind its public door, each service a process of its own that exports its spans.</summary>
public sealed class TracedShop : IAsyncLifetime
{
    private readonly int _publicPort = FreePort.Find();
    private readonly Dictionary<string, GrpcChannel> _channels = [];
    private OtlpReceiver? _receiver;
    private ServiceProcesses? _processes;

    internal OtlpReceiver Receiver => _receiver ?? throw new InvalidOperationException("not started");

    /// <summary>The services, past the public door.</summary>
    internal Shop Shop => new(app => _channels[app]);

    internal HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        ServiceInstance[] services =
        [
            Service("identity", "Identity"), Service("catalog", "Catalog"), Service("cart", "Cart"), Service("inventory", "Inventory"),
            Service("payments", "Payments"), Service("orders", "Orders"),
            Service("gateway", "Gateway", ("Gateway__PublicUrl", $"http://localhost:{_publicPort}"), ("Gateway__RateLimits__IsEnabled", "false")),
        ];
        _processes = new ServiceProcesses(services)
        {
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Receiver.Endpoint,
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            },
        };
        await _processes.StartAsync();
        Client.BaseAddress = new Uri($"http://localhost:{_publicPort}");
        foreach (var service in services)
        {
            _channels[service.AppId] = GrpcChannel.ForAddress($"http://127.0.0.1:{service.AppPort}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }

        if (_processes is not null)
        {
            await _processes.DisposeAsync();
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }
    }

    /// <summary>Signs somebody up and in.</summary>
    internal async Task<Visitor> SignUpAsync(string username)
    {
        var account = new { username, password = "trace-of-a-checkout-4711" };
        (await Client.PostAsJsonAsync("/v1/users", account)).EnsureSuccessStatusCode();
        var tokens = await (await Client.PostAsJsonAsync("/v1/tokens", account)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return new Visitor(Client, username, tokens.GetProperty("accessToken").GetString());
    }

    private static ServiceInstance Service(string appId, string program, params (string Name, string Value)[] settings) => new(appId, program)
    {
        Environment = settings.ToDictionary(each => each.Name, each => each.Value),
    };
}

/// <summary>The tests that share the shop, which takes its time to start.</summary>
[CollectionDefinition(nameof(TracedShop))]
public sealed class TracedShopTests : ICollectionFixture<TracedShop>;
