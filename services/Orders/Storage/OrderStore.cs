using Dapr.Client;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using Platform.Orders.Events;
using Platform.State;
using Platform.State.Logs;

namespace Platform.Orders.Storage;

/// <inheritdoc />
/// <remarks>
/// An order is one document, so every change of it is one write with an ETag. Where its state changes the write goes through the component with the
/// outbox, which publishes the event of the same transaction.
/// </remarks>
internal sealed class OrderStore(DaprClient dapr, OrderRealtime realtime) : IOrderStore
{
    private const string Ledger = "ledger";
    private const string LedgerWithOutbox = "orders-ledger";

    // As Dapr's reference names them.
    private static readonly Dictionary<string, string> Projection = new() { ["outbox.projection"] = "true", ["contentType"] = "application/json" };

    private readonly DocumentStore<Order> _orders = new(dapr, Ledger, "order");
    private readonly PagedLog<string> _lists = new(dapr, Ledger, "order-list");

    public async Task<Order?> FindAsync(string id, CancellationToken cancellationToken) => (await _orders.GetAsync(id, cancellationToken)).Value;

    public Task<Order> CreateAsync(Order order, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = _orders.GetAsync(order.Id, token);
                var list = _lists.GetHeadAsync(ListId(order.Buyer), token);
                await Task.WhenAll(document, list);
                if ((await document).Value is { } existing)
                {
                    return existing;
                }

                if (!await dapr.TryCommitAsync(Ledger, [_orders.Put(await document, order), .. _lists.Append(await list, order.Id)], token))
                {
                    return null;
                }

                CheckoutMetrics.CountStarted();
                return order;
            },
            cancellationToken);

    public Task<Order> ChangeAsync(string id, Func<Order, Order> change, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _orders.GetAsync(id, token);
                var old = document.Value ?? throw Unknown(id);
                var order = change(old);
                return ReferenceEquals(order, old) || await TrySaveAsync(document, order, token) ? order : null;
            },
            cancellationToken);

    public async Task<(IReadOnlyList<Order> Orders, long? Next)> ListAsync(string buyer, long? before, int count, CancellationToken cancellationToken)
    {
        var page = await _lists.ReadNewestAsync(ListId(buyer), before, count, cancellationToken);
        var orders = await _orders.GetManyAsync([.. page.Select(entry => entry.Item)], cancellationToken);
        return ([.. orders.Select(order => order.Value).OfType<Order>()], page.Count == count && page[^1].Position > 0 ? page[^1].Position : null);
    }

    public static NotFoundException Unknown(string id) => new("ORDER_NOT_FOUND", "There is no such order.") { Facts = { ["order"] = id } };

    private static string ListId(string buyer) => KeyHash.Of(buyer);

    private async Task<bool> TrySaveAsync(Document<Order> read, Order order, CancellationToken cancellationToken)
    {
        var write = _orders.Put(read, order);
        var isSaved = order.State == read.Value!.State
            ? await dapr.TryCommitAsync(Ledger, [write], cancellationToken)
            : await dapr.TryCommitAsync(
                LedgerWithOutbox,
                [write, new StateTransactionRequest(write.Key, OrderEvents.Changed(order), StateOperationType.Upsert, metadata: Projection)],
                cancellationToken);
        if (isSaved)
        {
            CheckoutMetrics.CountChange(read.Value, order);
            await realtime.ChangedAsync(order, cancellationToken);
        }

        return isSaved;
    }
}
