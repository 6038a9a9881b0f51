using System.Diagnostics;
using Platform.Testing;

namespace LocalDapr.Tests.Runner;

/// <summary>localdapr as a process with one app, the program tests/apps/Subscriber, both of which a test may kill.</summary>
/// <param name="resources">The resource files, as one.</param>
/// <param name="poison">The number of the event that the subscriber fails; -1 for none.</param>
internal sealed class KillableHost(string resources, int poison = -1) : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private Process? _localDapr;
    private int _sidecarPort;
    private volatile bool _isKilled;

    /// <summary>How long all events may take on a busy machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The HTTP API of the subscriber's sidecar.</summary>
    public Uri Sidecar => new($"http://127.0.0.1:{_sidecarPort}/");

    /// <summary>Whether localdapr was killed, so that calls of it may fail.</summary>
    public bool IsKilled => _isKilled;

    /// <summary>Starts localdapr and the subscriber, on what an earlier one left.</summary>
    public async Task StartAsync()
    {
        var ports = LocalDaprProcess.FreePorts(3);
        Directory.CreateDirectory(_folder["resources"]);
        await File.WriteAllTextAsync(_folder["resources/all.yaml"], resources);
        await File.WriteAllTextAsync(_folder["dapr.yaml"], $"""
            version: 1
            common:
              resourcesPath: resources
            apps:
              - appID: subscriber
                appPort: {ports[0]}
                appProtocol: h2c
                daprHTTPPort: {ports[1]}
                daprGRPCPort: {ports[2]}
                env:
                  SEEN_FILE: {_folder["seen"]}
                  POISON: {poison}
                command: ["dotnet", "{Path.Combine(AppContext.BaseDirectory, "../../Subscriber/release/Subscriber.dll")}"]
            """);
        _sidecarPort = ports[1];
        _localDapr = LocalDaprProcess.Start(_folder);
        _isKilled = false;
        await LocalDaprProcess.WaitUntilReadyAsync(_localDapr);
    }

    /// <summary>Sends SIGKILL to localdapr; the subscriber ends with it.</summary>
    public async Task KillAsync()
    {
        _isKilled = true;
        _localDapr!.Kill();
        await _localDapr.WaitForExitAsync().WaitAsync(Eventually.Patience);
        _localDapr.Dispose();
        _localDapr = null;
    }

    /// <summary>Sends SIGKILL to a subscriber.</summary>
    public static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Waits until that many different events were seen, by whichever process.</summary>
    public Task SeenAsync(int count) =>
        Eventually.AssertAsync(() => Seen().DistinctBy(seen => seen.Number).Count().ShouldBeGreaterThanOrEqualTo(count), Patience);

    /// <summary>What the subscribers have got at a route, in order, and in which process.</summary>
    public (int Number, int ProcessId)[] Seen(string route = "orders")
    {
        using var reader = new StreamReader(new FileStream(_folder["seen"], FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
        // The last piece is empty, or a line that is being written.
        return [.. reader.ReadToEnd().Split('\n').SkipLast(1).Select(line => line.Split(' ')).Where(parts => parts[0] == route)
            .Select(parts => (int.Parse(parts[1]), int.Parse(parts[2])))];
    }

    public async ValueTask DisposeAsync()
    {
        if (_localDapr is not null)
            await KillAsync();
        _folder.Dispose();
    }
}
