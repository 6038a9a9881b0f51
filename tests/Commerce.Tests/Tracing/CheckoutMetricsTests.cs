using Google.Type;
using Platform.Testing;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>What is measured of checkouts arrives where OTLP is sent to.</summary>
[Collection(nameof(TracedShop))]
public sealed class CheckoutMetricsTests(TracedShop shop)
{
    [Fact]
    public async Task Checkouts_ThatSucceedAndFail_AreMeasuredByWhoServesThem()
    {
        var address = new { regionCode = "US", administrativeArea = "TX", postalCode = "73301" };
        await shop.Shop.SellAsync("measured", new Money { CurrencyCode = "USD", Units = 10 }, 5);
        var (buyer, late) = (await shop.SignUpAsync("measured-buyer"), await shop.SignUpAsync("measured-late"));
        await buyer.AddAsync("measured", 4);
        await late.AddAsync("measured", 4);

        (await buyer.AwaitEndAsync(await buyer.CheckoutAsync(address))).GetProperty("state").GetString().ShouldBe("CONFIRMED");
        (await late.AwaitEndAsync(await late.CheckoutAsync(address))).GetProperty("state").GetString().ShouldBe("FAILED");

        await Eventually.AssertAsync(() =>
        {
            var points = shop.Receiver.Points;
            points.ShouldContain(new MetricPoint("orders", "platform.orders.checkouts.started", "{checkout}", ""));
            points.ShouldContain(new MetricPoint("orders", "platform.orders.checkout.duration", "s", "outcome=confirmed reason="));
            points.ShouldContain(new MetricPoint("orders", "platform.orders.checkout.duration", "s", "outcome=failed reason=OUT_OF_STOCK"));
            points.ShouldContain(new MetricPoint("orders", "platform.events.delay", "s", "outcome=handled topic=payments-payment-changed"));
            points.ShouldContain(new MetricPoint("inventory", "platform.inventory.reservations", "{reservation}", "outcome=held"));
            points.ShouldContain(new MetricPoint("inventory", "platform.inventory.reservations", "{reservation}", "outcome=out_of_stock"));
            points.ShouldContain(new MetricPoint("payments", "platform.payments.transitions", "{payment}", "state=captured"));
            points.ShouldContain(Rpc("orders", "platform.orders.v1.OrderService", "CheckoutOrder", status: 0));
            points.ShouldContain(Rpc("inventory", "platform.inventory.v1.InventoryService", "ReserveStock", status: 9));
            points.ShouldContain(point => point.Service == "gateway" && point.Name == "http.server.request.duration" && point.Unit == "s"
                && point.Attributes.Contains("http.route=/v1/orders:checkout", StringComparison.Ordinal));
            points.Select(point => point.Name).ShouldContain("dotnet.process.cpu.time");
            points.Select(point => point.Name).ShouldContain("dotnet.process.memory.working_set");
        });
    }

    private static MetricPoint Rpc(string service, string rpcService, string method, int status) => new(
        service, "rpc.server.duration", "ms", $"rpc.grpc.status_code={status} rpc.method={method} rpc.service={rpcService} rpc.system=grpc");
}
