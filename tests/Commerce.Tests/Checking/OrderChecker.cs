using Grpc.Core;
using Platform.Inventory.V1;
using Platform.Monetary;
using Platform.Orders.V1;
using Platform.Payments.V1;

namespace Platform.Commerce.Tests.Checking;

/// <summary>
/// Reads orders, stock movements, payments, the ledger and the provider's own record, and says where they tell different stories: nothing sold that is not
/// paid, nothing paid that is not sold, nothing twice.
/// </summary>
internal sealed class OrderChecker(Shop shop)
{
    private readonly List<string> _differences = [];

    /// <summary>Everything that differs.</summary>
    /// <param name="buyers">Whose orders to look at; they must have ended.</param>
    /// <param name="skus">All that they can have bought.</param>
    public async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<string> buyers, IReadOnlyList<string> skus)
    {
        var orders = new List<Order>();
        foreach (var buyer in buyers)
        {
            orders.AddRange((await shop.Orders.ListOrdersAsync(new ListOrdersRequest { PageSize = 100 }, Callers.By(buyer))).Orders);
        }

        var movements = (await Task.WhenAll(skus.Select(MovementsAsync))).SelectMany(list => list).ToLookup(each => each.Movement.Reference);
        foreach (var order in orders)
        {
            CheckStock(order, movements[IdOf(order)]);
            await CheckPaymentAsync(order);
        }

        await CheckStockAsync(skus);
        var ledger = await shop.Ledger.ReconcileLedgerAsync(new ReconcileLedgerRequest(), Callers.Admin);
        Require(ledger.Consistent && ledger.OpenCount == 0, $"ledger: {ledger.OpenCount} open, {string.Join("; ", ledger.Differences)}");
        return _differences;
    }

    private static string IdOf(Order order) => order.Name["orders/".Length..];

    /// <summary>Whether the buyer keeps what was ordered.</summary>
    private static bool IsKept(Order order) => order.State is Order.Types.State.Confirmed or Order.Types.State.PartiallyShipped
        or Order.Types.State.Shipped or Order.Types.State.Delivered or Order.Types.State.Refunded;

    private void CheckStock(Order order, IEnumerable<(string Sku, Movement Movement)> movements)
    {
        var bySku = movements.ToLookup(each => each.Sku, each => each.Movement);
        Require(bySku.All(sku => sku.Sum(each => each.ReservedDelta) == 0), $"{order.Name}: something is still reserved");
        var taken = bySku.Where(sku => sku.Any(each => each.OnHandDelta != 0)).ToDictionary(sku => sku.Key, sku => -sku.Sum(each => each.OnHandDelta));
        if (IsKept(order))
        {
            Require(
                order.Lines.All(line => taken.GetValueOrDefault(line.Sku) == line.Quantity) && taken.Count == order.Lines.Count,
                $"{order.Name}: {order.State}, but {string.Join(' ', taken)} was taken out of stock");
        }
        else
        {
            Require(taken.Values.All(count => count == 0), $"{order.Name}: {order.State}, but {string.Join(' ', taken)} was taken out of stock");
        }
    }

    private async Task CheckPaymentAsync(Order order)
    {
        var payment = await FindAsync(shop.Payments.GetPaymentAsync(new GetPaymentRequest { Name = "payments/" + IdOf(order) }, Callers.Service));
        var record = await FindAsync(shop.Provider.GetProviderRecordAsync(new GetProviderRecordRequest { Payment = "payments/" + IdOf(order) }, Callers.Service));
        var paid = IsKept(order) ? Amount(order.Totals.Total) - Amount(order.Refunded) : 0;
        Require(Amount(payment?.CapturedAmount) - Amount(payment?.RefundedAmount) == paid, $"{order.Name}: {order.State}, costs {paid}, but the payment is {payment}");
        Require(
            Amount(record?.CapturedAmount) - Amount(record?.RefundedAmount) == paid,
            $"{order.Name}: {order.State}, costs {paid}, but the provider's record is {record?.Status} {record?.CapturedAmount} {record?.RefundedAmount}");
        Require(record?.Status != "requires_capture", $"{order.Name}: {order.State}, but the provider still sets money aside");
    }

    private async Task CheckStockAsync(IEnumerable<string> skus)
    {
        foreach (var sku in skus)
        {
            var audit = await shop.Inventory.VerifyStockAsync(new VerifyStockRequest { Name = "stock/" + sku }, Callers.Admin);
            Require(audit.Consistent, $"stock of {sku}: {string.Join("; ", audit.Differences)}");
            var stock = await shop.Inventory.GetStockAsync(new GetStockRequest { Name = "stock/" + sku });
            Require(stock is { Reserved: 0, OnHand: >= 0 }, $"stock of {sku}: {stock.Reserved} reserved, {stock.OnHand} on hand");
        }
    }

    private async Task<IEnumerable<(string Sku, Movement Movement)>> MovementsAsync(string sku)
    {
        var movements = new List<Movement>();
        var request = new ListMovementsRequest { Parent = "stock/" + sku, PageSize = 1000 };
        do
        {
            var page = await shop.Inventory.ListMovementsAsync(request, Callers.Admin);
            movements.AddRange(page.Movements);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return movements.Select(movement => (sku, movement));
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

    private static decimal Amount(Google.Type.Money? money) => Money.TryFromProto(money, out var amount) ? amount.Amount : 0;

    private void Require(bool holds, string difference)
    {
        if (!holds)
        {
            _differences.Add(difference);
        }
    }
}
