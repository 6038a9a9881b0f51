using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dapr.Workflow;
using Dapr.Workflow.Registration;
using Grpc.Core;
using Platform.Testing;

namespace Workflow.Tests.Chaos;

/// <summary>localdapr and the worker that it runs, as processes to be killed.</summary>
internal sealed class ChaosRuntime : IAsyncDisposable
{
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

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort.Find();
    private readonly ConcurrentQueue<string> _output = [];
    private Process? _process;

    public ChaosRuntime()
    {
        var binaries = Path.Combine(Repository.Root, "artifacts", "bin");
        var worker = Path.Combine(binaries, "Workflow.Tests", "release", "Workflow.Tests.dll");
        Directory.CreateDirectory(_folder["components"]);
        File.WriteAllText(Path.Combine(_folder["components"], "actorstore.yaml"), Component);
        File.WriteAllText(_folder["dapr.yaml"], $$"""
            version: 1
            common:
              resourcesPaths: ["components"]
            apps:
              - appID: chaos
                appDirPath: .
                daprGRPCPort: {{_port}}
                command: ["dotnet", "{{worker}}", "{{ChaosWorker.Verb}}", "{{_folder.Path}}"]
            """);
        Client = new DaprWorkflowClientBuilder().UseGrpcEndpoint($"http://127.0.0.1:{_port}").Build();
    }

    public DaprWorkflowClient Client { get; }

    /// <summary>The files that activities have left.</summary>
    public IReadOnlyList<string> Effects =>
        Directory.Exists(_folder["effects"]) ? [.. Directory.GetFiles(_folder["effects"]).Select(file => Path.GetFileName(file))] : [];

    public void Start()
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "LocalDapr", "release", "LocalDapr.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, "run", "-f", _folder["dapr.yaml"], "--data-dir", _folder["data"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Fails if localdapr ended by itself.</summary>
    public void RequireAlive() => _process!.HasExited.ShouldBeFalse(string.Join('\n', _output));

    /// <summary>kill -9 of localdapr, and another one.</summary>
    public async Task KillLocalDaprAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Start();
    }

    /// <summary>kill -9 of the worker; localdapr starts another one.</summary>
    public async Task KillWorkerAsync()
    {
        if (int.TryParse(await File.ReadAllTextAsync(_folder[ChaosWorker.ProcessFile]), CultureInfo.InvariantCulture, out var id))
        {
            try
            {
                using var worker = Process.GetProcessById(id);
                worker.Kill();
                await worker.WaitForExitAsync();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It is between two lives.
            }
        }
    }

    /// <summary>Calls until localdapr is there to answer.</summary>
    public static async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException failure) when (failure.StatusCode is not (StatusCode.AlreadyExists or StatusCode.NotFound))
            {
                await Task.Delay(RetryInterval, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        Client.Dispose();
        _folder.Dispose();
    }
}
