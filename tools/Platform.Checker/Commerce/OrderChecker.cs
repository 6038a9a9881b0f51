using System.Collections.Concurrent;
using Platform.Inventory.V1;
using Platform.Monetary;
using Platform.Orders.V1;

namespace Platform.Checker.Commerce;

/// <summary>
/// Reads orders, stock movements, payments, the ledger and the provider's own record, and says where they tell different stories: nothing sold that is not
/// paid, nothing paid that is not sold, nothing twice.
/// </summary>
/// <param name="books">Where to read.</param>
/// <param name="readsProvider">Whether the provider is the simulator, whose record can be read; of another the ledger's reconciliation has to do.</param>
internal sealed class OrderChecker(CommerceBooks books, bool readsProvider = true)
{
    /// <summary>What the names of orders begin with.</summary>
    public const string Orders = "orders/";

    private const int AtOnce = 16;

    private readonly ConcurrentBag<string> _differences = [];

    /// <summary>Everything that differs in orders that have ended.</summary>
    /// <param name="buyers">Whose orders to look at.</param>
    /// <param name="skus">All that they can have bought.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<string> buyers, IReadOnlyList<string> skus, CancellationToken cancellationToken = default)
    {
        var orders = await ReadAsync(buyers, books.OrdersOfAsync, cancellationToken);
        return (await CheckAsync([.. orders.SelectMany(list => list)], skus, isAll: false, cancellationToken)).Differences;
    }

    /// <summary>Everything that differs in all that there is. What is under way is left out.</summary>
    public async Task<CommerceFindings> CheckAllAsync(CancellationToken cancellationToken)
    {
        var payments = await books.OrderPaymentsAsync(cancellationToken);
        var skus = await books.SkusAsync(cancellationToken);
        var movements = await ReadAsync(skus, books.MovementsAsync, cancellationToken);
        var ids = movements.SelectMany(list => list).Where(IsOfReservation).Select(movement => movement.Reference)
            .Concat(payments.Select(payment => payment.Order[Orders.Length..]))
            .Distinct()
            .ToList();
        var orders = await ReadAsync(ids, books.FindOrderAsync, cancellationToken);
        foreach (var (id, _) in ids.Zip(orders).Where(each => each.Second is null))
        {
            _differences.Add($"{Orders}{id}: has stock movements or a payment, but there is no such order");
        }

        return await CheckAsync([.. orders.OfType<Order>()], skus, isAll: true, cancellationToken);
    }

    private async Task<CommerceFindings> CheckAsync(List<Order> orders, IReadOnlyList<string> skus, bool isAll, CancellationToken cancellationToken)
    {
        var ended = isAll ? [.. orders.Where(order => !IsUnderWay(order))] : orders;
        var movements = await ReadAsync(skus, async (sku, token) => (await books.MovementsAsync(sku, token)).Select(movement => (Sku: sku, Movement: movement)), cancellationToken);
        var byOrder = movements.SelectMany(list => list).ToLookup(each => each.Movement.Reference);
        await Parallel.ForEachAsync(ended, Limits(cancellationToken), async (order, token) =>
        {
            CheckStock(order, byOrder[IdOf(order)]);
            await CheckPaymentAsync(order, token);
        });
        var isQuiet = ended.Count == orders.Count;
        await Parallel.ForEachAsync(skus, Limits(cancellationToken), async (sku, token) => await CheckStockAsync(sku, isQuiet, token));
        var ledger = await books.ReconcileAsync(cancellationToken);
        Require(ledger.Consistent && (!isQuiet || ledger.OpenCount == 0), $"ledger: {ledger.OpenCount} open, {string.Join("; ", ledger.Differences)}");
        return new CommerceFindings(ended.Count, orders.Count - ended.Count, skus.Count, [.. _differences.Distinct().Order(StringComparer.Ordinal)]);
    }

    private static string IdOf(Order order) => order.Name[Orders.Length..];

    private static bool IsOfReservation(Movement movement) => movement.Kind is Movement.Types.Kind.Reserved or Movement.Types.Kind.Released or Movement.Types.Kind.Committed;

    private static bool IsUnderWay(Order order) =>
        order.State is Order.Types.State.Pending or Order.Types.State.ActionRequired or Order.Types.State.Cancelling;

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

    private async Task CheckPaymentAsync(Order order, CancellationToken cancellationToken)
    {
        var payment = await books.FindPaymentAsync(IdOf(order), cancellationToken);
        var paid = IsKept(order) ? Amount(order.Totals.Total) - Amount(order.Refunded) : 0;
        var taken = Amount(payment?.CapturedAmount) - Amount(payment?.RefundedAmount);
        Require(
            taken == paid,
            order.State == Order.Types.State.CancelFailed
                ? $"{order.Name}: canceled, but the provider refuses to give back {taken} {payment?.CapturedAmount?.CurrencyCode}, which is owed to {payment?.Owner}"
                : $"{order.Name}: {order.State}, costs {paid}, but the payment is {payment?.State}, {taken} of it taken");
        if (!readsProvider || order.State == Order.Types.State.CancelFailed)
        {
            return;
        }

        var record = await books.FindProviderRecordAsync(IdOf(order), cancellationToken);
        Require(
            Amount(record?.CapturedAmount) - Amount(record?.RefundedAmount) == paid,
            $"{order.Name}: {order.State}, costs {paid}, but the provider's record is {record?.Status} {record?.CapturedAmount} {record?.RefundedAmount}");
        Require(record?.Status != "requires_capture", $"{order.Name}: {order.State}, but the provider still sets money aside");
    }

    private async Task CheckStockAsync(string sku, bool isQuiet, CancellationToken cancellationToken)
    {
        var (stock, audit) = await books.StockAsync(sku, cancellationToken);
        Require(audit.Consistent, $"stock of {sku}: {string.Join("; ", audit.Differences)}");
        Require(stock.OnHand >= 0 && (!isQuiet || stock.Reserved == 0), $"stock of {sku}: {stock.Reserved} reserved, {stock.OnHand} on hand");
    }

    private static async Task<IReadOnlyList<TResult>> ReadAsync<T, TResult>(
        IEnumerable<T> all, Func<T, CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        var list = all.ToList();
        var results = new TResult[list.Count];
        await Parallel.ForEachAsync(list.Index(), Limits(cancellationToken), async (each, token) => results[each.Index] = await read(each.Item, token));
        return results;
    }

    private static ParallelOptions Limits(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };

    private static decimal Amount(Google.Type.Money? money) => Money.TryFromProto(money, out var amount) ? amount.Amount : 0;

    private void Require(bool holds, string difference)
    {
        if (!holds)
        {
            _differences.Add(difference);
        }
    }
}
