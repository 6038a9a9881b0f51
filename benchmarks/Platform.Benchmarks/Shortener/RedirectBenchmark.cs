using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Http;
using Platform.Testing;

namespace Platform.Benchmarks.Shortener;

/// <summary>
/// Redirects of the running platform, started as a person starts it, against a bare Kestrel that answers 302. The link is in the gateway's
/// memory; its clicks are published, delivered and counted meanwhile, on the same processors.
/// </summary>
internal static class RedirectBenchmark
{
    /// <summary>Where both redirect to.</summary>
    public const string LongUrl = "https://example.com/some/long/path?with=query";

    // Three processes count the clicks, and compile what they run often, on the processors of the redirects.
    private const int StartUp = 3;

    private static readonly Uri Gateway = new("http://localhost:8080");

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        using var data = new TempFolder();
        await using var platform = await PlatformProcess.StartAsync("--data-dir", data.Path, "--only", "gateway,shortener");
        using var bare = await BareRedirect.StartAsync();
        var code = await CreateLinkAsync();
        using var redirects = await CallerGroup.ConnectAsync(
            settings.Callers, new IPEndPoint(IPAddress.Loopback, Gateway.Port), _ => "/" + code, HttpStatusCode.Found);
        using var bareRedirects = await CallerGroup.ConnectAsync(settings.Callers, bare.EndPoint, _ => "/" + code, HttpStatusCode.Found);

        await new Scenario("redirect")
            .Measure("gateway", redirects.CallAsync)
            .Measure("bare", bareRedirects.CallAsync)
            .Compare("redirect", "gateway", "bare")
            .RunAsync(settings with { Warmup = settings.Warmup * StartUp }, Console.Out);
    }

    private static async Task<string> CreateLinkAsync()
    {
        using var http = new HttpClient { BaseAddress = Gateway };
        using var response = await http.PostAsJsonAsync("/v1/links", new { longUrl = LongUrl });
        response.EnsureSuccessStatusCode();
        var link = await response.Content.ReadFromJsonAsync<JsonElement>();
        return link.GetProperty("shortCode").GetString()!;
    }
}
