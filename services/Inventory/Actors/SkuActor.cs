using Dapr.Actors.Runtime;
using Microsoft.Extensions.Options;
using Platform.Inventory.Domain.Line;
using Platform.Inventory.Domain.Stock;
using Platform.Inventory.Events;

namespace Platform.Inventory.Actors;

/// <inheritdoc cref="ISkuActor" />
internal sealed class SkuActor : Actor, ISkuActor, IRemindable
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "Sku";

    private const string TellReminder = "tell";

    // Changes in quick succession are told as one.
    private static readonly TimeSpan TellAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock;
    private readonly IStockEvents _events;
    private readonly SkuState _state;
    private readonly SkuLine _line;

    public SkuActor(ActorHost host, TimeProvider clock, IStockEvents events, IOptions<InventoryOptions> options)
        : base(host)
    {
        (_clock, _events) = (clock, events);
        _state = new SkuState(StateManager);
        _line = new SkuLine(_state, clock, options.Value.TurnLength);
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    public Task<SkuStock> GetAsync(CancellationToken cancellationToken = default) => _state.StockAsync();

    public async Task<ReserveAnswer> ReserveAsync(ReserveCall call, CancellationToken cancellationToken = default)
    {
        var stock = await _state.StockAsync();
        var hold = await _state.HoldAsync(call.HoldId);
        if (hold is null && stock.Policy.WaitingRoom && await _line.TakePlaceAsync(stock, call.Buyer) is { State: PlaceState.Waiting or PlaceState.Lapsed } waiting)
        {
            return new ReserveAnswer(ReserveOutcome.NotTheTurn, [], Position: waiting.Position);
        }

        if (Holds.Reserve(stock, hold, call.Quantity, call.NearestFirst, call.Reference, Now) is not { } step)
        {
            return new ReserveAnswer(ReserveOutcome.TooFew, [], Available: stock.Available());
        }

        if (step.Change is not null && stock.Policy.WaitingRoom)
        {
            await _line.ServeAsync(call.Buyer);
        }

        await SaveAsync(stock, call.HoldId, step);
        return step.Hold.State == HoldState.Released
            ? new ReserveAnswer(ReserveOutcome.Ended, [])
            : new ReserveAnswer(ReserveOutcome.Held, step.Hold.Allocations);
    }

    public async Task<bool> CommitAsync(HoldCall call, CancellationToken cancellationToken = default)
    {
        var stock = await _state.StockAsync();
        if (Holds.Commit(stock, await _state.HoldAsync(call.HoldId), call.Reference, Now) is not { } step)
        {
            return false;
        }

        await SaveAsync(stock, call.HoldId, step);
        return true;
    }

    public async Task ReleaseAsync(HoldCall call, CancellationToken cancellationToken = default)
    {
        var stock = await _state.StockAsync();
        await SaveAsync(stock, call.HoldId, Holds.Release(stock, await _state.HoldAsync(call.HoldId), call.Reference, Now));
    }

    public async Task<AddAnswer> AddAsync(AddCall call, CancellationToken cancellationToken = default)
    {
        var stock = await _state.StockAsync();
        var content = FormattableString.Invariant($"{call.Kind} {call.Warehouse} {call.Delta} {call.Reason}");
        if (call.RequestId.Length > 0 && await _state.FindRequestAsync(call.RequestId) is { } earlier)
        {
            return new AddAnswer(earlier == content ? AddOutcome.Done : AddOutcome.RequestIdReused, stock);
        }

        if (!stock.CanAdd(call.Warehouse, call.Delta))
        {
            return new AddAnswer(AddOutcome.Impossible, stock);
        }

        if (call.RequestId.Length > 0)
        {
            await _state.RememberRequestAsync(call.RequestId, content);
        }

        return new AddAnswer(AddOutcome.Done, await SaveAsync(stock, stock.Add(call.Kind, call.Warehouse, call.Delta, call.RequestId, call.Reason, Now)));
    }

    public async Task<SkuStock> SetPolicyAsync(StockPolicy policy, CancellationToken cancellationToken = default)
    {
        var stock = await _state.StockAsync();
        return stock.Policy == policy ? stock : await SaveAsync(stock, new StockChange(stock with { Policy = policy }, []));
    }

    public async Task<Movement[]> ListMovementsAsync(MovementQuery query, CancellationToken cancellationToken = default)
    {
        var stock = await _state.StockAsync();
        var last = query.Before == 0 ? stock.Sequence : Math.Min(query.Before - 1, stock.Sequence);
        return [.. await _state.MovementsAsync(last, query.Count)];
    }

    public async Task<Reorder[]> ListReordersAsync(CancellationToken cancellationToken = default) => [.. await _state.ReordersAsync()];

    public async Task<Reorder?> ReceiveReorderAsync(string reorderId, CancellationToken cancellationToken = default)
    {
        var reorders = await _state.ReordersAsync();
        var index = reorders.FindIndex(reorder => reorder.Id == reorderId);
        if (index < 0 || reorders[index].ReceiveTime is not null)
        {
            return index < 0 ? null : reorders[index];
        }

        var stock = await _state.StockAsync();
        var received = reorders[index] with { ReceiveTime = Now };
        await _state.SetReordersAsync([.. reorders[..index], received, .. reorders[(index + 1)..]]);
        // A warehouse that is full by now takes what fits.
        var quantity = Math.Min(received.Quantity, SkuStock.MaxOnHand - stock.In(received.Warehouse).OnHand);
        await SaveAsync(stock, stock.Add(MovementKind.Restocked, received.Warehouse, quantity, received.Id, "", Now));
        return received;
    }

    public async Task<PlaceView?> JoinLineAsync(string buyer, CancellationToken cancellationToken = default)
    {
        var stock = await _state.StockAsync();
        return stock.Policy.WaitingRoom ? await _line.TakePlaceAsync(stock, buyer) : null;
    }

    public async Task<PlaceView?> GetPlaceAsync(string buyer, CancellationToken cancellationToken = default) =>
        await _line.FindPlaceAsync(await _state.StockAsync(), buyer);

    /// <summary>Tells others of the stock as it is now.</summary>
    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        var notices = await _state.NoticesAsync();
        await _events.TellAsync(Id.GetId(), await _state.StockAsync(), notices.Low);
        // First what was told, then the reminder: killed in between it fires again and tells the same again, which does no harm.
        await _state.SetNoticesAsync(Notices.None);
        await StateManager.SaveStateAsync();
        await UnregisterReminderAsync(TellReminder);
    }

    private async Task SaveAsync(SkuStock before, string holdId, HoldStep step)
    {
        await _state.SetHoldAsync(holdId, step.Hold);
        if (step.Change is { } change)
        {
            await SaveAsync(before, change);
        }
    }

    private async Task<SkuStock> SaveAsync(SkuStock before, StockChange change)
    {
        await _state.AppendAsync(change.Movements);
        await _state.SetStockAsync(change.Stock);
        var low = await OrderMoreAsync(before, change.Stock);
        var notices = await _state.NoticesAsync();
        if (!notices.IsDue || low is not null)
        {
            // A reminder, so that others hear of it also when this process ends now.
            await RegisterReminderAsync(TellReminder, [], TellAfter, TellAgain);
            await _state.SetNoticesAsync(new Notices(IsDue: true, low ?? notices.Low));
        }

        return change.Stock;
    }

    // Orders more where the SKU is low and none is on its way.
    private async Task<LowNotice?> OrderMoreAsync(SkuStock before, SkuStock after)
    {
        var reorders = await _state.ReordersAsync();
        var (getsLow, reorder) = ReorderPolicy.Decide(before, after, reorders, Now);
        if (reorder is not null)
        {
            await _state.SetReordersAsync([reorder, .. reorders]);
        }

        return getsLow || reorder is not null
            ? new LowNotice($"low-{Id}-{after.Sequence}", after.Available(), after.Policy.LowStockThreshold, reorder?.Id ?? "", reorder?.Quantity ?? 0)
            : null;
    }
}
