using Dapr.Client;
using LocalDapr.Runtime.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.BuildingBlocks.Tests;

/// <summary>A sidecar with the repository's components, in memory, and two clients of it: replicas that know nothing of each other.</summary>
public sealed class SidecarFixture : IAsyncLifetime
{
    // One of those that the components are for.
    private const string AppId = "gateway";

    private readonly TempFolder _files = new();
    private readonly LogCollector _logs = new();
    private LocalDaprHost? _runtime;
    private int _names;

    /// <summary>The component that the tests write to.</summary>
    public static string Store => "statestore";

    /// <summary>The clock of the sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The client of one replica.</summary>
    public DaprClient First { get; private set; } = null!;

    /// <summary>The client of another.</summary>
    public DaprClient Second { get; private set; } = null!;

    /// <summary>A name that no other test has.</summary>
    public string NewName() => $"name-{Interlocked.Increment(ref _names)}";

    public async ValueTask InitializeAsync()
    {
        _runtime = await LocalDaprHost.StartAsync(
            new LocalDaprOptions { ResourcesPaths = [Path.Combine(Repository.Root, "dapr-components", "local")], BaseFolder = _files.Path },
            [new AppOptions { AppId = AppId }],
            logging => logging.AddProvider(_logs),
            Clock);
        First = NewClient();
        Second = NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        First.Dispose();
        Second.Dispose();
        await _runtime!.DisposeAsync();
        _files.Dispose();
        _logs.ShouldHoldNoErrors();
    }

    private DaprClient NewClient() => new DaprClientBuilder().UseGrpcEndpoint($"http://127.0.0.1:{_runtime![AppId].GrpcPort}").Build();
}

/// <summary>One sidecar for all tests that only need one.</summary>
[CollectionDefinition(nameof(SidecarTests))]
public sealed class SidecarTests : ICollectionFixture<SidecarFixture>;
