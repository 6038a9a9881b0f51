using System.Text.Json;
using Platform.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Platform.EndToEnd;

/// <summary>One platform for all tests of the collection, with its data kept over restarts.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private readonly TempFolder _data = new();

    /// <summary>The running platform.</summary>
    public PlatformProcess Platform { get; private set; } = null!;

    /// <summary>A client of the public gateway that follows no redirect.</summary>
    public HttpClient Gateway { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri("http://localhost:8080"),
        // A person's: clicks of programs are counted apart.
        DefaultRequestHeaders = { { "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" } },
    };

    /// <summary>The folder with the platform's state and logs.</summary>
    public string DataFolder => _data.Path;

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts the platform again on the same data.</summary>
    public async Task StartAsync() => Platform = await PlatformProcess.StartAsync("--data-dir", _data.Path);

    /// <summary>What the platform made up at its first start, such as <c>identity-admin-password</c>, by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SecretsAsync()
    {
        var secrets = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(DataFolder, "*secrets.json", SearchOption.AllDirectories))
        {
            foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(file))!)
            {
                secrets[name] = value;
            }
        }

        return secrets;
    }

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        // Null when it did not start, which is what is told then.
        if (Platform is not null)
        {
            await Platform.DisposeAsync();
        }

        _data.Dispose();
    }
}

[CollectionDefinition(nameof(PlatformTests))]
public sealed class PlatformTests : ICollectionFixture<PlatformFixture>;
