using System.Diagnostics;
using Google.Type;
using Platform.Commerce.Tests.Tracing.Otlp;
using Platform.Orders.Workflows;
using Platform.Testing;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>A checkout is one trace, from the public door through every step of its saga to the services that do it.</summary>
[Collection(nameof(TracedShop))]
public sealed class CheckoutTraceTests(TracedShop shop)
{
    [Fact]
    public async Task Checkout_ThroughThePublicDoor_IsOneTraceWithoutOrphans()
    {
        await shop.Shop.SellAsync("traced", new Money { CurrencyCode = "USD", Units = 10 }, 5);
        var buyer = await shop.SignUpAsync("traced-buyer");
        await buyer.AddAsync("traced", 2);

        var begin = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        var (traceId, caller) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        var order = await buyer.WithTrace($"00-{traceId}-{caller}-01")
            .CheckoutAsync(new { regionCode = "US", administrativeArea = "TX", postalCode = "73301" });
        (await buyer.AwaitEndAsync(order)).GetProperty("state").GetString().ShouldBe("CONFIRMED");

        await Eventually.AssertAsync(() =>
        {
            var trace = new TraceTree(shop.Receiver.Spans.Where(span => span.TraceId == traceId), caller);
            trace.FindFaults().ShouldBeEmpty();
            ShouldBeTheCheckout(trace);
        });
        // Nothing of it went another way.
        shop.Receiver.Spans.Where(span => span.Start >= begin && span.Name.StartsWith("activity ", StringComparison.Ordinal))
            .ShouldAllBe(span => span.TraceId == traceId);
    }

    private static void ShouldBeTheCheckout(TraceTree trace)
    {
        Find("gateway", "POST /v1/orders:checkout", SpanKind.Server);
        ShouldBeWithin(Find("orders", "platform.orders.v1.OrderService/CheckoutOrder", SpanKind.Server), "POST /v1/orders:checkout");
        ShouldBeWithin(
            Find("orders", "platform.orders.v1.OrderService/CheckoutOrder", SpanKind.Server), "forward /platform.orders.v1.OrderService/CheckoutOrder");
        foreach (var step in CheckoutSaga.AllSteps)
        {
            ShouldBeWithin(Find("orders", "activity " + step.Activity, SpanKind.Internal), "platform.orders.v1.OrderService/CheckoutOrder");
        }

        ShouldBeWithin(Find("inventory", "platform.inventory.v1.InventoryService/ReserveStock", SpanKind.Server), "activity ReserveStock");
        ShouldBeWithin(Find("inventory", "platform.inventory.v1.InventoryService/CommitReservation", SpanKind.Server), "activity CommitStock");
        ShouldBeWithin(Find("inventory", "actor Sku/", SpanKind.Internal), "platform.inventory.v1.InventoryService/ReserveStock");
        ShouldBeWithin(Find("payments", "platform.payments.v1.PaymentsService/AuthorizePayment", SpanKind.Server), "activity AuthorizePayment");
        ShouldBeWithin(Find("payments", "platform.payments.v1.PaymentsService/CapturePayment", SpanKind.Server), "activity CapturePayment");
        ShouldBeWithin(Find("orders", "process payments-payment-changed", SpanKind.Consumer), "publish payments-payment-changed");

        TracedSpan Find(string service, string name, SpanKind kind) =>
            trace.Spans.FirstOrDefault(span => span.Service == service && span.Name.StartsWith(name, StringComparison.Ordinal) && span.Kind == kind)
            ?? throw new ShouldAssertException($"no {kind} span {name} of {service} among {string.Join(", ", trace.Spans)}");

        void ShouldBeWithin(TracedSpan span, string ancestor) =>
            trace.AncestorsOf(span).Select(each => each.Name).ShouldContain(ancestor, span.ToString());
    }
}
