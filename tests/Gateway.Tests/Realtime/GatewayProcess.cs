using System.Diagnostics;
using System.Text.RegularExpressions;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;

namespace Gateway.Tests.Realtime;

/// <summary>A gateway as a process of its own, beside a localdapr in memory and a fake identity.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly TempFolder _files = new();
    private readonly FakeIdentity _identity = new();
    private LocalDaprHost? _runtime;
    private Process? _process;

    public Uri Address { get; private set; } = new("http://localhost");

    public LocalDaprHost Runtime => _runtime!;

    /// <summary>Resident set size, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process!.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
        }
    }

    public static async Task<GatewayProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var gateway = new GatewayProcess();
        await gateway.RunAsync(settings);
        return gateway;
    }

    public string TokenOf(string user) => _identity.TokenOf(user);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        if (_runtime is not null) await _runtime.DisposeAsync();
        await _identity.DisposeAsync();
        _files.Dispose();
    }

    // What the template sets of the .NET runtime; only the gateway has any.
    [GeneratedRegex(@"(?<name>DOTNET_\w+): ""(?<value>.+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RuntimeSetting();

    private async Task RunAsync((string Name, string Value)[] settings)
    {
        var (servicePort, publicPort) = (FreePort.Find(), FreePort.Find());
        _runtime = await LocalDaprHost.StartAsync(
            new LocalDaprOptions { ResourcesPaths = [Path.Combine(Repository.Root, "dapr-components", "local")], BaseFolder = _files.Path },
            [
                new AppOptions { AppId = "gateway", AppPort = servicePort, Protocol = AppProtocol.H2c },
                new AppOptions { AppId = "identity", AppPort = await _identity.StartAsync(), Protocol = AppProtocol.H2c },
            ]);
        Address = new Uri($"http://localhost:{publicPort}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Root, "artifacts", "bin", "Gateway", "release", "Gateway.dll")])
        {
            Environment =
            {
                ["APP_ID"] = "gateway",
                ["APP_PORT"] = $"{servicePort}",
                ["DAPR_GRPC_ENDPOINT"] = $"http://127.0.0.1:{_runtime["gateway"].GrpcPort}",
                ["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{_runtime["gateway"].HttpPort}",
                ["Gateway__PublicUrl"] = Address.GetLeftPart(UriPartial.Authority),
            },
        };
        foreach (Match setting in RuntimeSetting().Matches(File.ReadAllText(Path.Combine(Repository.Root, "dapr.yaml")))) start.Environment[setting.Groups["name"].Value] = setting.Groups["value"].Value;
        foreach (var (name, value) in settings) start.Environment[name] = value;
        _process = Process.Start(start)!;
        await Eventually.AssertAsync(async () => await (await RealtimeClient.OpenAsync(Address)).DisposeAsync());
    }
}
