using Google.Type;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Cart.V1;
using Platform.Catalog.V1;
using Platform.Inventory.V1;
using Platform.Orders.V1;
using Platform.Payments.V1;

namespace Platform.Benchmarks.Checkout;

/// <summary>A shop on the ports of dapr.yaml, with a buyer and an item for each caller.</summary>
internal sealed class BenchmarkShop : IDisposable
{
    private const long Stock = 100_000_000;
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(5);
    private static readonly PostalAddress Texas = new() { RegionCode = "US", AdministrativeArea = "TX", PostalCode = "73301" };
    private static readonly Money Price = new() { CurrencyCode = "USD", Units = 20 };
    private static readonly Metadata Staff = new() { { "platform-user", "staff" }, { "platform-roles", "admin merchant" } };
    private static readonly Metadata Service = new() { { "dapr-caller-app-id", "bench" } };

    private readonly List<GrpcChannel> _channels = [];
    private readonly ProductService.ProductServiceClient _catalog;
    private readonly CartService.CartServiceClient _carts;
    private readonly InventoryService.InventoryServiceClient _inventory;
    private readonly PaymentsService.PaymentsServiceClient _payments;
    private readonly OrderService.OrderServiceClient _orders;

    public BenchmarkShop()
    {
        _catalog = new(Connect(5105));
        _carts = new(Connect(5106));
        _inventory = new(Connect(5107));
        _payments = new(Connect(5108));
        _orders = new(Connect(5109));
    }

    public async Task SeedAsync(int callers)
    {
        for (var caller = 0; caller < callers; caller++)
        {
            var sku = SkuOf(caller);
            var product = new Product { Title = "Item " + sku, Variants = { new Product.Types.Variant { Sku = sku, Price = Price, WeightGrams = 400 } } };
            await _catalog.CreateProductAsync(new CreateProductRequest { Product = product, ProductId = sku }, Staff);
            await _inventory.RestockItemAsync(new RestockItemRequest { Name = "stock/" + sku, Warehouse = "us-east", Quantity = Stock }, Staff);
        }
    }

    /// <summary>Buys one, and waits until it is confirmed.</summary>
    public async Task CheckoutAsync(int caller)
    {
        await AddAsync(caller);
        var order = await _orders.CheckoutOrderAsync(new CheckoutOrderRequest { PaymentToken = "tok_visa", ShippingAddress = Texas }, By(caller));
        while (order.State == Order.Types.State.Pending)
        {
            await Task.Delay(PollTime);
            order = await _orders.GetOrderAsync(new GetOrderRequest { Name = order.Name }, By(caller));
        }

        if (order.State != Order.Types.State.Confirmed)
        {
            throw new InvalidDataException($"The order ended as {order.State}: {order.Failure}");
        }
    }

    /// <summary>What the checkout of one calls, by hand.</summary>
    public async Task CallStepsAsync(int caller)
    {
        await AddAsync(caller);
        var id = Guid.NewGuid().ToString("N");
        var user = BuyerOf(caller);
        var cart = await _carts.GetCheckoutCartAsync(new GetCheckoutCartRequest { User = user }, Service);
        var prices = await _catalog.GetProductPricesAsync(new GetProductPricesRequest { Skus = { SkuOf(caller) } }, Service);
        var reserve = new ReserveStockRequest { ReservationId = id, Items = { new StockItem { Sku = SkuOf(caller), Quantity = 1 } }, ShipTo = Texas, Buyer = user };
        await _inventory.ReserveStockAsync(reserve, Service);
        var amount = prices.Prices.Single().UnitPrice;
        await _payments.AuthorizePaymentAsync(
            new AuthorizePaymentRequest { PaymentId = id, Order = "orders/" + id, Amount = amount, PaymentToken = "tok_visa", Owner = user }, Service);
        await _inventory.CommitReservationAsync(new CommitReservationRequest { ReservationId = id }, Service);
        await _payments.CapturePaymentAsync(new CapturePaymentRequest { PaymentId = id, Amount = amount }, Service);
        await _carts.ClearCartAsync(new ClearCartRequest { User = user, Version = cart.Version, Items = { cart.Items } }, Service);
    }

    public void Dispose() => _channels.ForEach(channel => channel.Dispose());

    private static string BuyerOf(int caller) => $"caller-{caller}";

    private static string SkuOf(int caller) => $"bench-{caller}";

    private static Metadata By(int caller) => new() { { "platform-user", BuyerOf(caller) } };

    private async Task AddAsync(int caller) => await _carts.AddCartItemAsync(new AddCartItemRequest { Sku = SkuOf(caller), Quantity = 1 }, By(caller));

    private GrpcChannel Connect(int port)
    {
        var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        _channels.Add(channel);
        return channel;
    }
}
