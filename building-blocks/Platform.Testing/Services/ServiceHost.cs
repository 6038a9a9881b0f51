using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dapr.Client;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Testing.Services;

/// <summary>
/// A service as it ships, its Program and all, in the process of the tests: on a free port, behind a localdapr of its own with the repository's
/// components, whose data is in memory. Nothing is shared between two of them.
/// </summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private readonly TempFolder _files = new();
    private readonly Stack<IAsyncDisposable> _running = new();

    private ServiceHost(ServiceSettings settings) => Settings = settings;

    /// <summary>What was asked for.</summary>
    public ServiceSettings Settings { get; }

    /// <summary>What the service and its sidecar logged.</summary>
    public LogCollector Logs { get; } = new();

    /// <summary>The services of the running app.</summary>
    public IServiceProvider Services { get; private set; } = null!;

    /// <summary>A channel to the port of the service.</summary>
    public GrpcChannel Channel { get; private set; } = null!;

    /// <summary>A client of the sidecar, which sees what the service sees.</summary>
    public DaprClient Dapr { get; private set; } = null!;

    /// <summary>Starts a service; it takes calls and events when the task completes.</summary>
    /// <typeparam name="TMarker">Any type of the service's assembly.</typeparam>
    public static async Task<ServiceHost> StartAsync<TMarker>(ServiceSettings settings)
        where TMarker : class
    {
        var host = new ServiceHost(settings);
        try
        {
            await host.RunAsync<TMarker>();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the service, then its sidecar.</summary>
    public async ValueTask DisposeAsync()
    {
        Channel?.Dispose();
        Dapr?.Dispose();
        while (_running.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        _files.Dispose();
    }

    private async Task RunAsync<TMarker>()
        where TMarker : class
    {
        // Held from here on, so nobody else can take the port before the service listens on it.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var runtime = await LocalDaprHost.StartAsync(
            new LocalDaprOptions { ResourcesPaths = [Path.Combine(Repository.Root, "dapr-components", "local")], BaseFolder = _files.Path },
            [new AppOptions { AppId = Settings.AppId, AppPort = port, Protocol = AppProtocol.H2c }],
            logging => logging.AddProvider(Logs),
            Settings.Clock);
        _running.Push(runtime);
        var sidecar = runtime[Settings.AppId];
        var grpcEndpoint = $"http://127.0.0.1:{sidecar.GrpcPort}";
        var configuration = new Dictionary<string, string?>(Settings.Configuration)
        {
            ["APP_ID"] = Settings.AppId,
            ["APP_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["DAPR_GRPC_ENDPOINT"] = grpcEndpoint,
            ["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{sidecar.HttpPort}",
        };
        var program = new ServiceProgram<TMarker>(socket, configuration, Settings, Logs);
        _running.Push(program);
        Services = program.Start();
        runtime.AppIsReady(Settings.AppId);
        Channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        Dapr = new DaprClientBuilder().UseGrpcEndpoint(grpcEndpoint).Build();
    }
}
