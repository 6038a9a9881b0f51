using System.Diagnostics;
using System.Text;

namespace Platform.Testing;

/// <summary>
/// Services as processes of their own behind a localdapr of their own, on free ports, with the repository's components and a durable store: for what
/// <c>kill -9</c> does to them. Nothing is shared between two of them.
/// </summary>
/// <param name="apps">The instances. An app id that is there twice is an app with two instances.</param>
public sealed class ServiceProcesses(params IReadOnlyList<ServiceInstance> apps) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private Process? _localDapr;

    /// <summary>The environment of localdapr, which the instances have too.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The process id of localdapr; the instances are its children.</summary>
    public int Id => _localDapr!.Id;

    /// <summary>Starts localdapr and the instances, and waits until they are ready. After a kill they have the same ports and data.</summary>
    public async Task StartAsync()
    {
        await File.WriteAllTextAsync(_folder["dapr.yaml"], Template());
        var program = Path.Combine(Repository.Root, "artifacts/bin/LocalDapr/release/LocalDapr.dll");
        var start = new ProcessStartInfo("dotnet", [program, "run", "-f", _folder["dapr.yaml"], "--data-dir", _folder["data"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _localDapr = Process.Start(start)!;
        try
        {
            await WaitUntilReadyAsync(_localDapr).WaitAsync(Patience);
        }
        catch
        {
            await KillAsync();
            throw;
        }
    }

    /// <summary>Sends SIGKILL to localdapr and waits for its end. The instances end with it.</summary>
    public async Task KillAsync()
    {
        _localDapr!.Kill();
        await _localDapr.WaitForExitAsync().WaitAsync(Patience);
        _localDapr.Dispose();
        _localDapr = null;
    }

    /// <summary>Sends SIGKILL to an instance; localdapr starts it again.</summary>
    public static void Kill(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var port = $"APP_PORT={instance.AppPort}";
        using var process = Process.GetProcesses().Single(each => Read($"/proc/{each.Id}/environ").Split('\0').Contains(port) && IsDotnet(each));
        process.Kill();
    }

    /// <summary>Kills what runs and deletes the data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_localDapr is not null)
        {
            await KillAsync();
        }

        _folder.Dispose();
    }

    private string Template()
    {
        var template = new StringBuilder($"""
            version: 1
            common:
              resourcesPath: {Path.Combine(Repository.Root, "dapr-components/local")}
            apps:

            """);
        foreach (var app in apps)
        {
            template.AppendLine($"""
                  - appID: {app.AppId}
                    appPort: {app.AppPort}
                    appProtocol: h2c
                    daprHTTPPort: {app.HttpPort}
                    daprGRPCPort: {app.GrpcPort}
                    command: ["dotnet", "{Path.Combine(Repository.Root, "artifacts/bin", app.Program, "release", app.Program + ".dll")}"]
                    env:
                      STARTED_BY: tests
                """);
            foreach (var (name, value) in app.Environment)
            {
                template.AppendLine($"      {name}: \"{value}\"");
            }
        }

        return template.ToString();
    }

    private static bool IsDotnet(Process process) => Read($"/proc/{process.Id}/cmdline").StartsWith("dotnet", StringComparison.Ordinal);

    // A process may end between being listed and being read, and those of others cannot be.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task WaitUntilReadyAsync(Process process)
    {
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }
        while (!line.StartsWith("ready:", StringComparison.Ordinal));
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }
}

/// <summary>An instance of a service.</summary>
/// <param name="AppId">The app id.</param>
/// <param name="Program">The name of its assembly.</param>
public sealed record ServiceInstance(string AppId, string Program)
{
    /// <summary>The service's port.</summary>
    public int AppPort { get; } = FreePort.Find();

    /// <summary>The port of its sidecar's HTTP API.</summary>
    public int HttpPort { get; } = FreePort.Find();

    /// <summary>The port of its sidecar's gRPC API.</summary>
    public int GrpcPort { get; } = FreePort.Find();

    /// <summary>Settings, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
