using System.Text.Json;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;
using DaprClient = Dapr.Proto.Runtime.V1.Dapr.DaprClient;

namespace LocalDapr.Tests.Hosting;

/// <summary>A runtime with the resources that a test declares and one app, <c>shop</c>, and clients of its sidecar.</summary>
internal sealed class SidecarHost : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly GrpcChannel _channel;

    private SidecarHost(TempFolder folder, LocalDaprHost runtime)
    {
        (_folder, Runtime) = (folder, runtime);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{runtime["shop"].HttpPort}/") };
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{runtime["shop"].GrpcPort}");
        Client = new DaprClient(_channel);
    }

    public LocalDaprHost Runtime { get; }

    public HttpClient Http { get; }

    public DaprClient Client { get; }

    /// <summary>Starts the runtime in memory.</summary>
    /// <param name="resources">The documents of one resource file.</param>
    /// <param name="files">Files of the base folder by name.</param>
    /// <param name="app">What differs for the app; its id stays.</param>
    public static async Task<SidecarHost> StartAsync(
        string resources = "", IReadOnlyDictionary<string, string>? files = null, AppOptions? app = null)
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(folder["resources"]);
        await File.WriteAllTextAsync(folder["resources/all.yaml"], resources);
        foreach (var (name, text) in files ?? new Dictionary<string, string>())
        {
            await File.WriteAllTextAsync(folder[name], text);
        }

        var options = new LocalDaprOptions { ResourcesPaths = [folder["resources"]], BaseFolder = folder.Path };
        app = (app ?? new AppOptions { AppId = "shop" }) with { AppId = "shop" };
        return new SidecarHost(folder, await LocalDaprHost.StartAsync(options, [app]));
    }

    /// <summary>Gets JSON, with the status of the answer.</summary>
    public async Task<(int Status, JsonElement Json)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, body.Length == 0 ? default : JsonElement.Parse(body));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _channel.Dispose();
        await Runtime.DisposeAsync();
        _folder.Dispose();
    }
}
