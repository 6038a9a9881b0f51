using Platform.Benchmarks.Harness;
using Platform.Testing;

namespace Platform.Benchmarks.Storefront;

/// <summary>
/// What people do in the shop, at the public door of the running platform and with every real product in it: adding to a cart, opening a product's page (four
/// requests side by side: the product, its recommendations, its reviews, its stock), searching. Each caller is a user who has signed in. First users who look for
/// a second before they go on, as people do at the least; then as much as the machine can take.
/// </summary>
internal static class StorefrontBenchmark
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        using var data = new TempFolder();
        // One machine plays all users, and would be told to slow down.
        Environment.SetEnvironmentVariable("Gateway__RateLimits__IsEnabled", "false");
        await using var platform = await PlatformProcess.StartAsync("--data-dir", data.Path, "--only", "gateway,identity,catalog,cart,inventory");
        using var front = new RealStorefront(data.Path);
        await front.SeedAsync(settings.Callers);

        foreach (var scenario in (Scenario[])[new("users", Look), new("at most")])
        {
            await scenario
                .Measure("cart add", front.AddToCartAsync)
                .Measure("product page", front.OpenProductPageAsync)
                .Measure("search", front.SearchAsync)
                .RunAsync(settings, Console.Out);
        }
    }
}
