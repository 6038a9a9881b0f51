using Dapr.Workflow;
using Dapr.Workflow.Registration;
using DurableTask.Protobuf;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Testing;

namespace Workflow.Tests.Engine;

/// <summary>A runtime whose clock the test moves, with the apps <c>orders</c> and <c>billing</c>, their workers, and clients of <c>orders</c>.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public const string App = "orders";
    public const string OtherApp = "billing";

    private const string Component =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: actorstore
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: actorStateStore
            value: "true"
        """;

    private const string Configuration =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: daprsystem
        spec:
          workflow:

        """;

    private readonly TempFolder _resources = new();
    private readonly List<IHost> _workers = [];
    private readonly List<IDisposable> _clients = [];
    private readonly Dictionary<string, int> _grpcPorts = [];
    private LocalDaprHost _host = null!;
    private LocalDaprOptions _options = null!;

    private EngineHost()
    {
    }

    public ManualTimeProvider Time { get; } = new();

    public DaprWorkflowClient Client { get; private set; } = null!;

    /// <summary>The protocol without an SDK.</summary>
    public TaskHubSidecarService.TaskHubSidecarServiceClient Raw { get; private set; } = null!;

    public Dapr.Proto.Runtime.V1.Dapr.DaprClient Dapr { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public KeyValueStore Store => _host.Store;

    /// <summary>Entries of all workflow keyspaces.</summary>
    public int StoredEntries
    {
        get
        {
            var snapshot = Store.Snapshot;
            return snapshot.Keyspaces.Where(name => name.StartsWith("workflow/", StringComparison.Ordinal)).Sum(snapshot.Count);
        }
    }

    /// <summary>Starts the runtime.</summary>
    /// <param name="dataDirectory">Where to keep the data; null keeps it in memory.</param>
    /// <param name="workflowSpec">Lines of the Configuration below <c>workflow:</c>.</param>
    public static async Task<EngineHost> StartAsync(string? dataDirectory = null, string? workflowSpec = null)
    {
        var host = new EngineHost();
        await File.WriteAllTextAsync(host._resources["store.yaml"], Component);
        if (workflowSpec is not null)
        {
            await File.WriteAllTextAsync(host._resources["configuration.yaml"], Configuration + workflowSpec);
        }

        host._options = new LocalDaprOptions { ResourcesPaths = [host._resources.Path], DataDirectory = dataDirectory };
        await host.StartRuntimeAsync([App, OtherApp]);
        return host;
    }

    /// <summary>Stops the runtime and starts it again over the same data and ports. Workers stay.</summary>
    /// <param name="apps">The apps that run from now on; none for both.</param>
    public async Task RestartAsync(params string[] apps)
    {
        await _host.DisposeAsync();
        await StartRuntimeAsync(apps.Length > 0 ? apps : [App, OtherApp]);
    }

    /// <summary>Starts a worker.</summary>
    /// <param name="configure">Its workflows and activities.</param>
    /// <param name="appId">Its app.</param>
    /// <param name="addServices">What they need.</param>
    public async Task<IHost> StartWorkerAsync(
        Action<WorkflowRuntimeOptions> configure, string appId = App, Action<IServiceCollection>? addServices = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("DAPR_GRPC_ENDPOINT", Endpoint(appId))]);
        builder.Services.AddDaprWorkflow(configure);
        addServices?.Invoke(builder.Services);
        var worker = builder.Build();
        _workers.Add(worker);
        await worker.StartAsync();
        return worker;
    }

    /// <summary>Starts an instance and waits for its end.</summary>
    public async Task<WorkflowState> RunAsync(string workflow, object? input = null)
    {
        var id = await Client.ScheduleNewWorkflowAsync(workflow, input: input);
        return await WaitAsync(id);
    }

    public Task<WorkflowState> WaitAsync(string instanceId) => Client.WaitForWorkflowCompletionAsync(instanceId).WaitAsync(Eventually.Patience);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync();
            worker.Dispose();
        }

        _clients.ForEach(client => client.Dispose());
        await _host.DisposeAsync();
        _resources.Dispose();
    }

    /// <summary>A client of an app.</summary>
    public DaprWorkflowClient ClientOf(string appId)
    {
        var client = new DaprWorkflowClientBuilder().UseGrpcEndpoint(Endpoint(appId)).Build();
        _clients.Add(client);
        return client;
    }

    private string Endpoint(string appId) => $"http://127.0.0.1:{_grpcPorts[appId]}";

    private async Task StartRuntimeAsync(string[] apps)
    {
        _host = await LocalDaprHost.StartAsync(
            _options,
            apps.Select(appId => new AppOptions { AppId = appId, GrpcPort = _grpcPorts.GetValueOrDefault(appId) }),
            logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(),
            Time);
        foreach (var sidecar in _host.Sidecars)
        {
            _grpcPorts[sidecar.AppId] = sidecar.GrpcPort;
        }

        var channel = GrpcChannel.ForAddress(Endpoint(App));
        Raw = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);
        Dapr = new Dapr.Proto.Runtime.V1.Dapr.DaprClient(channel);
        Client = ClientOf(App);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_host.Sidecars[0].HttpPort}/") };
        _clients.AddRange([channel, Http]);
    }
}
