using Google.Type;
using Grpc.Core;
using Platform.Cart.V1;
using Platform.Catalog.V1;
using Platform.Checker.Commerce;
using Platform.Inventory.V1;
using Platform.Orders.V1;
using Platform.Payments.V1;
using Platform.Testing;

namespace Platform.Commerce.Tests;

/// <summary>The services of a shop, as buyers and staff use them.</summary>
/// <param name="channel">The way to a service, by its app id.</param>
internal sealed class Shop(Func<string, ChannelBase> channel)
{
    public ProductService.ProductServiceClient Catalog => new(channel("catalog"));

    public CartService.CartServiceClient Carts => new(channel("cart"));

    public InventoryService.InventoryServiceClient Inventory => new(channel("inventory"));

    public PaymentsService.PaymentsServiceClient Payments => new(channel("payments"));

    public LedgerService.LedgerServiceClient Ledger => new(channel("payments"));

    public SimulatorService.SimulatorServiceClient Provider => new(channel("payments"));

    public OrderService.OrderServiceClient Orders => new(channel("orders"));

    /// <summary>What the shop's services know of it.</summary>
    public CommerceBooks Books => new(app => channel(app).CreateCallInvoker());

    /// <summary>Puts a product on sale.</summary>
    public async Task<string> SellAsync(string sku, Money price, long quantity)
    {
        var product = new Product { Title = "Product " + sku, Variants = { new Product.Types.Variant { Sku = sku, Price = price, WeightGrams = 400 } } };
        await Catalog.CreateProductAsync(new CreateProductRequest { Product = product, ProductId = sku, RequestId = sku }, Callers.Admin);
        await Inventory.RestockItemAsync(
            new RestockItemRequest { Name = "stock/" + sku, Warehouse = "us-east", Quantity = quantity, RequestId = "first" }, Callers.Admin);
        return sku;
    }

    /// <summary>Puts something into a buyer's cart.</summary>
    public async Task AddAsync(string buyer, string sku, int quantity) =>
        await Carts.AddCartItemAsync(new AddCartItemRequest { Sku = sku, Quantity = quantity, RequestId = sku }, Callers.By(buyer));

    /// <summary>Buys what is in a cart, and has it sent to Texas.</summary>
    public async Task<Order> CheckoutAsync(string buyer, string token = "tok_visa") =>
        await Orders.CheckoutOrderAsync(
            new CheckoutOrderRequest
            {
                PaymentToken = token,
                RequestId = "checkout",
                ShippingAddress = new PostalAddress { RegionCode = "US", AdministrativeArea = "TX", PostalCode = "73301" },
            },
            Callers.By(buyer));

    /// <summary>The order when its checkout has ended.</summary>
    public Task<Order> AwaitEndAsync(string buyer, string name, TimeSpan? patience = null) =>
        AwaitAsync(buyer, name, [Order.Types.State.Confirmed, Order.Types.State.Failed, Order.Types.State.Canceled], patience);

    /// <summary>The order when it has come to a state.</summary>
    public Task<Order> AwaitEndAsync(string buyer, string name, Order.Types.State state) => AwaitAsync(buyer, name, [state], patience: null);

    private async Task<Order> AwaitAsync(string buyer, string name, Order.Types.State[] states, TimeSpan? patience)
    {
        Order? order = null;
        await Eventually.AssertAsync(
            async () =>
            {
                order = await Orders.GetOrderAsync(new GetOrderRequest { Name = name }, Callers.By(buyer));
                order.State.ShouldBeOneOf(states);
            },
            patience ?? TimeSpan.FromMinutes(2));
        return order!;
    }
}
