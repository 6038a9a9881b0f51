using System.Collections.Concurrent;
using Platform.Geography;
using Platform.Orders.Domain;
using Platform.Orders.Ports;
using static Platform.Orders.Tests.Domain.TestOrders;

namespace Platform.Orders.Tests.Fakes;

/// <summary>
/// The other services in memory, each buyer with a cart of 2 of a and 1 of b. Every call can be made to fail, for one buyer at a time; what is done is
/// counted, so that a test sees what was done twice.
/// </summary>
internal sealed class FakeShop : ICarts, ICatalog, IStock, IPayments
{
    private readonly ConcurrentDictionary<string, FakeBuyer> _buyers = new();
    private readonly ConcurrentDictionary<string, FakeBuyer> _byOrder = new();

    /// <summary>What a buyer has and did.</summary>
    public FakeBuyer Buyer(string buyer) => _buyers.GetOrAdd(buyer, _ => new FakeBuyer());

    public Task<ShoppingCart> GetAsync(string buyer, string promoCode, CancellationToken cancellationToken) =>
        Buyer(buyer).CallAsync("GetCart", () => new ShoppingCart("v1", Buyer(buyer).Cart, Promotion: null));

    public Task ClearAsync(string buyer, ShoppingCart cart, CancellationToken cancellationToken) =>
        Buyer(buyer).CallAsync("ClearCart", () => Buyer(buyer).Cart = []);

    public Task<IReadOnlyList<CatalogItem>> GetPricesAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CatalogItem>>([.. skus.Where(sku => sku != "gone").Select(sku =>
            new CatalogItem(sku, sku.ToUpperInvariant(), Usd(sku == "dear" ? 99 : 10), 100, sku != "hidden", []))]);

    public Task<IReadOnlyList<Allocation>> ReserveAsync(
        string orderId, string buyer, IReadOnlyList<OrderPart> parts, Address address, CancellationToken cancellationToken)
    {
        var who = _byOrder.GetOrAdd(orderId, Buyer(buyer));
        return who.CallAsync<IReadOnlyList<Allocation>>("ReserveStock", () =>
        {
            who.Reserve();
            return [.. parts.Select(part => new Allocation(part.Sku, "dallas", part.Quantity))];
        });
    }

    public Task CommitAsync(string orderId, CancellationToken cancellationToken) => Of(orderId).CallAsync("CommitStock", Of(orderId).Commit);

    public Task ReleaseAsync(string orderId, CancellationToken cancellationToken) => Of(orderId).CallAsync("ReleaseStock", Of(orderId).Release);

    public Task RestockAsync(string sku, string warehouse, int quantity, string requestId, CancellationToken cancellationToken) =>
        Of(requestId[..24]).CallAsync("Restock", () => Of(requestId[..24]).Restocked.TryAdd($"{sku} {requestId}", quantity));

    public Task<IReadOnlyDictionary<string, GeoPoint>> GetWarehousesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, GeoPoint>>(new Dictionary<string, GeoPoint> { ["dallas"] = new(32.8, -96.8) });

    public Task<PaymentStatus> AuthorizeAsync(
        string orderId, string buyer, Monetary.Money amount, string paymentToken, CancellationToken cancellationToken)
    {
        var who = _byOrder.GetOrAdd(orderId, Buyer(buyer));
        return who.CallAsync("AuthorizePayment", () => who.Authorize(amount, needsAction: paymentToken == "tok_3ds"));
    }

    public Task<PaymentStatus> ConfirmAsync(string orderId, CancellationToken cancellationToken) =>
        Of(orderId).CallAsync("ConfirmPayment", Of(orderId).ConfirmPayment);

    public Task CaptureAsync(string orderId, Monetary.Money amount, CancellationToken cancellationToken) =>
        Of(orderId).CallAsync("CapturePayment", () => Of(orderId).Capture(amount));

    public Task<PaymentState?> FindStateAsync(string orderId, CancellationToken cancellationToken) => Task.FromResult(Of(orderId).PaymentState);

    public Task VoidAsync(string orderId, CancellationToken cancellationToken) => Of(orderId).CallAsync("VoidPayment", Of(orderId).Void);

    public Task RefundAsync(string orderId, string refundId, Monetary.Money? amount, CancellationToken cancellationToken) =>
        Of(orderId).CallAsync("RefundPayment", () => Of(orderId).Refund(refundId, amount));

    // A compensation may come for an order whose call never did.
    private FakeBuyer Of(string orderId) => _byOrder.GetOrAdd(orderId, _ => new FakeBuyer());
}
