using Platform.Benchmarks.Harness;
using Platform.Testing;

namespace Platform.Benchmarks.Checkout;

/// <summary>
/// Checkouts of the running platform, from the item in the cart to the confirmed order, against the same steps as plain gRPC calls one after another, which
/// survive no crash, undo nothing and keep no order. Each caller buys one of an item of its own.
/// </summary>
internal static class CheckoutBenchmark
{
    public static async Task RunAsync(BenchmarkSettings settings)
    {
        using var data = new TempFolder();
        await using var platform = await PlatformProcess.StartAsync("--data-dir", data.Path, "--only", "catalog,cart,inventory,payments,orders");
        using var shop = new BenchmarkShop();
        await shop.SeedAsync(settings.Callers);

        await new Scenario("checkout")
            .Measure("saga", shop.CheckoutAsync)
            .Measure("direct", shop.CallStepsAsync)
            .Compare("checkout", "saga", "direct")
            .RunAsync(settings, Console.Out);
        await new Scenario("checkout, alone")
            .Measure("saga", shop.CheckoutAsync)
            .Measure("direct", shop.CallStepsAsync)
            .Compare("checkout-alone", "saga", "direct")
            .RunAsync(settings with { Callers = 1 }, Console.Out);
    }
}
