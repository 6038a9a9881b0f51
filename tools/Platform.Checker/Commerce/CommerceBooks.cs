using Grpc.Core;
using Platform.Inventory.V1;
using Platform.Orders.V1;
using Platform.Payments.V1;

namespace Platform.Checker.Commerce;

/// <summary>What the services of the shop know of what was sold and paid, read as staff.</summary>
/// <param name="service">The way to a service, by its app id.</param>
internal sealed class CommerceBooks(Func<string, CallInvoker> service)
{
    private const int PageSize = 200;

    // Stock, payments and ledger are for admins, orders of others for merchants too.
    private static Metadata Staff => new() { { "platform-user", "checker" }, { "platform-roles", "admin merchant" } };

    private readonly InventoryService.InventoryServiceClient _inventory = new(service("inventory"));
    private readonly OrderService.OrderServiceClient _orders = new(service("orders"));
    private readonly PaymentsService.PaymentsServiceClient _payments = new(service("payments"));
    private readonly LedgerService.LedgerServiceClient _ledger = new(service("payments"));
    private readonly SimulatorService.SimulatorServiceClient _provider = new(service("payments"));

    /// <summary>Every SKU that ever had stock.</summary>
    public async Task<IReadOnlyList<string>> SkusAsync(CancellationToken cancellationToken) =>
    [
        .. (await AllAsync(
            async token => await _inventory.ListStockAsync(new ListStockRequest { PageSize = PageSize, PageToken = token }, Staff, cancellationToken: cancellationToken),
            page => (page.Stock, page.NextPageToken))).Select(stock => stock.Sku),
    ];

    /// <summary>All movements of a SKU.</summary>
    public Task<List<Movement>> MovementsAsync(string sku, CancellationToken cancellationToken) => AllAsync(
        async token => await _inventory.ListMovementsAsync(
            new ListMovementsRequest { Parent = "stock/" + sku, PageSize = PageSize, PageToken = token }, Staff, cancellationToken: cancellationToken),
        page => (page.Movements, page.NextPageToken));

    /// <summary>The stock of a SKU, and what adding up its movements says.</summary>
    public async Task<(Stock Stock, VerifyStockResponse Audit)> StockAsync(string sku, CancellationToken cancellationToken)
    {
        var name = "stock/" + sku;
        var audit = await _inventory.VerifyStockAsync(new VerifyStockRequest { Name = name }, Staff, cancellationToken: cancellationToken);
        return (await _inventory.GetStockAsync(new GetStockRequest { Name = name }, Staff, cancellationToken: cancellationToken), audit);
    }

    /// <summary>Every payment of an order.</summary>
    public async Task<IReadOnlyList<Payment>> OrderPaymentsAsync(CancellationToken cancellationToken) =>
    [
        .. (await AllAsync(
            async token => await _payments.ListPaymentsAsync(new ListPaymentsRequest { PageSize = PageSize, PageToken = token }, Staff, cancellationToken: cancellationToken),
            page => (page.Payments, page.NextPageToken))).Where(payment => payment.Order.StartsWith(OrderChecker.Orders, StringComparison.Ordinal)),
    ];

    /// <summary>An order; null where there is none.</summary>
    public Task<Order?> FindOrderAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(_orders.GetOrderAsync(new GetOrderRequest { Name = OrderChecker.Orders + id }, Staff, cancellationToken: cancellationToken));

    /// <summary>The newest hundred orders of a buyer.</summary>
    public async Task<IReadOnlyList<Order>> OrdersOfAsync(string buyer, CancellationToken cancellationToken) =>
        (await _orders.ListOrdersAsync(new ListOrdersRequest { PageSize = 100 }, new Metadata { { "platform-user", buyer } }, cancellationToken: cancellationToken)).Orders;

    /// <summary>The payment of an order; null where there is none.</summary>
    public Task<Payment?> FindPaymentAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(_payments.GetPaymentAsync(new GetPaymentRequest { Name = "payments/" + id }, Staff, cancellationToken: cancellationToken));

    /// <summary>What the simulated provider has of the payment of an order; null where it never heard of it.</summary>
    public Task<ProviderRecord?> FindProviderRecordAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(_provider.GetProviderRecordAsync(new GetProviderRecordRequest { Payment = "payments/" + id }, Staff, cancellationToken: cancellationToken));

    /// <summary>What payments says of its journal, balances and provider.</summary>
    public async Task<ReconcileLedgerResponse> ReconcileAsync(CancellationToken cancellationToken) =>
        await _ledger.ReconcileLedgerAsync(new ReconcileLedgerRequest(), Staff, cancellationToken: cancellationToken);

    private static async Task<List<TItem>> AllAsync<TPage, TItem>(Func<string, Task<TPage>> read, Func<TPage, (IEnumerable<TItem> Items, string Next)> parts)
    {
        var (all, token) = (new List<TItem>(), "");
        do
        {
            (var items, token) = parts(await read(token));
            all.AddRange(items);
        }
        while (token.Length > 0);
        return all;
    }

    private static async Task<T?> FindAsync<T>(AsyncUnaryCall<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
