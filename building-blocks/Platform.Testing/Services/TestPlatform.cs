using System.Net;
using System.Net.Sockets;
using LocalDapr.Runtime.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Testing.Services;

/// <summary>
/// Services as they ship, their Programs and all, in the process of the tests: on free ports, behind a localdapr of their own with the repository's
/// components, whose data is in memory. Nothing is shared between two of them.
/// </summary>
public sealed class TestPlatform : IAsyncDisposable
{
    private readonly TempFolder _files = new();
    private readonly Dictionary<string, ServiceHost> _services = [];
    private LocalDaprHost? _runtime;

    private TestPlatform()
    {
    }

    /// <summary>What the services and their sidecars logged.</summary>
    public LogCollector Logs { get; } = new();

    /// <summary>A running service by its app id.</summary>
    public ServiceHost this[string appId] => _services[appId];

    /// <summary>Starts services; they take calls and events when the task completes.</summary>
    /// <param name="services">The services. They start in this order.</param>
    public static Task<TestPlatform> StartAsync(params ServiceSettings[] services) => StartAsync(TimeProvider.System, services);

    /// <summary>Starts services with a clock of the tests; they take calls and events when the task completes.</summary>
    /// <param name="clock">The clock of the services and their sidecars.</param>
    /// <param name="services">The services. They start in this order.</param>
    public static async Task<TestPlatform> StartAsync(TimeProvider clock, params ServiceSettings[] services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var platform = new TestPlatform();
        try
        {
            await platform.RunAsync(clock, services);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the services, then their sidecars.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values.Reverse())
        {
            await service.DisposeAsync();
        }

        if (_runtime is not null)
        {
            await _runtime.DisposeAsync();
        }

        _files.Dispose();
    }

    private async Task RunAsync(TimeProvider clock, ServiceSettings[] services)
    {
        // Held from here on, so nobody else can take a port before its service listens on it.
        var sockets = services.ToDictionary(service => service.AppId, _ => Bind());
        _runtime = await LocalDaprHost.StartAsync(
            new LocalDaprOptions
            {
                ResourcesPaths = [Path.Combine(Repository.Root, "dapr-components", "local")],
                BaseFolder = _files.Path,
                AppToken = services.Select(service => service.Configuration.GetValueOrDefault("APP_API_TOKEN")).FirstOrDefault(token => token is not null),
            },
            services.Select(service => new AppOptions { AppId = service.AppId, AppPort = sockets[service.AppId].Port(), Protocol = AppProtocol.H2c }),
            logging => logging.AddProvider(Logs),
            clock);
        foreach (var service in services)
        {
            _services[service.AppId] = service.Start(sockets[service.AppId], _runtime[service.AppId], clock, Logs);
        }
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
