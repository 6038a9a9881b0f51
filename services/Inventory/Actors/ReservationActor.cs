using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Platform.Inventory.Domain.Reservations;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Actors;

/// <inheritdoc cref="IReservationActor" />
internal sealed class ReservationActor(ActorHost host, IActorProxyFactory proxies, TimeProvider clock) : Actor(host), IReservationActor, IRemindable
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "Reservation";

    private const string StateName = "reservation";
    private const string ExpiryReminder = "expiry";
    private static readonly TimeSpan ExpiryRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndedLife = TimeSpan.FromDays(7);

    private string ReservationId => Id.GetId();

    public async Task<ReservationAnswer> ReserveAsync(ReservationCall call, CancellationToken cancellationToken = default)
    {
        var before = await GetAsync(cancellationToken);
        if (before.State is ReservationState.Pending or ReservationState.Held && !before.Items.SequenceEqual(call.Items))
        {
            return new ReservationAnswer(ReservationOutcome.OtherItems, before);
        }

        if (before.State == ReservationState.Pending)
        {
            // Broken off: what that try holds goes back first.
            await ReleaseAsync(before, before.Items, cancellationToken);
        }

        if (before.Begin(call.Items, clock.GetUtcNow() + call.TimeToLive) is not { } reservation)
        {
            return new ReservationAnswer(ReservationOutcome.Ended, before);
        }

        if (reservation.State == ReservationState.Held)
        {
            return new ReservationAnswer(ReservationOutcome.Done, reservation);
        }

        await WriteDownAsync(reservation);
        await RegisterReminderAsync(ExpiryReminder, [], call.TimeToLive, ExpiryRetry);
        return await HoldAllAsync(reservation, call, cancellationToken);
    }

    public async Task<ReservationAnswer> CommitAsync(CancellationToken cancellationToken = default)
    {
        var before = await GetAsync(cancellationToken);
        return before.After(ReservationEvent.Commit) is { } reservation
            ? new ReservationAnswer(ReservationOutcome.Done, await FinishAsync(before, reservation, cancellationToken))
            : new ReservationAnswer(before.State == ReservationState.None ? ReservationOutcome.Unknown : ReservationOutcome.Ended, before);
    }

    public async Task<Reservation> ReleaseAsync(CancellationToken cancellationToken = default)
    {
        var before = await GetAsync(cancellationToken);
        return await FinishAsync(before, Must(before, ReservationEvent.Release), cancellationToken);
    }

    public async Task<Reservation> GetAsync(CancellationToken cancellationToken = default)
    {
        var state = await StateManager.TryGetStateAsync<Reservation>(StateName, cancellationToken);
        return state.HasValue ? state.Value : Reservation.None;
    }

    /// <summary>Its time is over: gives back what was not sold, and finishes what was broken off.</summary>
    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        var before = await GetAsync();
        await FinishAsync(before, Must(before, ReservationEvent.Expire), CancellationToken.None);
        await StateManager.SaveStateAsync();
        await UnregisterReminderAsync(ExpiryReminder);
    }

    private async Task<ReservationAnswer> HoldAllAsync(Reservation reservation, ReservationCall call, CancellationToken cancellationToken)
    {
        var allocations = new List<IReadOnlyList<Allocation>>();
        foreach (var (sku, quantity) in reservation.Items)
        {
            var ask = new ReserveCall(reservation.HoldId(ReservationId), ReservationId, quantity, call.NearestFirst, call.Buyer);
            var answer = await Sku(sku).ReserveAsync(ask, cancellationToken);
            if (answer.Outcome != ReserveOutcome.Held)
            {
                return await RefuseAsync(reservation, sku, answer, cancellationToken);
            }

            allocations.Add(answer.Allocations);
        }

        var held = Must(reservation, ReservationEvent.AllHeld) with { Allocations = allocations };
        await KeepAsync(held);
        return new ReservationAnswer(ReservationOutcome.Done, held);
    }

    private async Task<ReservationAnswer> RefuseAsync(Reservation reservation, string sku, ReserveAnswer answer, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<string, long> { [sku] = answer.Outcome == ReserveOutcome.NotTheTurn ? answer.Position : answer.Available };
        await ReleaseAsync(reservation, reservation.Items.TakeWhile(item => item.Sku != sku), cancellationToken);
        // Whoever hears that something is out of stock wants to know of all that is.
        if (answer.Outcome == ReserveOutcome.TooFew)
        {
            foreach (var item in reservation.Items.SkipWhile(item => item.Sku != sku).Skip(1))
            {
                var available = (await Sku(item.Sku).GetAsync(cancellationToken)).Available();
                if (available < item.Quantity)
                {
                    facts[item.Sku] = available;
                }
            }
        }

        var refused = Must(reservation, ReservationEvent.Refused);
        await KeepAsync(refused);
        await StateManager.SaveStateAsync(CancellationToken.None);
        await UnregisterReminderAsync(ExpiryReminder);
        return new ReservationAnswer(answer.Outcome == ReserveOutcome.NotTheTurn ? ReservationOutcome.WaitingRoom : ReservationOutcome.OutOfStock, refused, facts);
    }

    // Writes down what is to be done, tells it to every SKU, and writes down that it is done.
    private async Task<Reservation> FinishAsync(Reservation before, Reservation next, CancellationToken cancellationToken)
    {
        if (!next.IsUnderWay())
        {
            if (next.State != before.State)
            {
                await KeepAsync(next);
            }

            return next;
        }

        await WriteDownAsync(next);
        var commits = next.State == ReservationState.Committing;
        await (commits ? CommitAsync(next, cancellationToken) : ReleaseAsync(next, next.Items, cancellationToken));
        var done = Must(next, commits ? ReservationEvent.AllCommitted : ReservationEvent.AllReleased);
        await KeepAsync(done);
        return done;
    }

    private async Task CommitAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        foreach (var item in reservation.Items)
        {
            if (!await Sku(item.Sku).CommitAsync(HoldOf(reservation), cancellationToken))
            {
                throw new InvalidOperationException($"{item.Sku} holds nothing for reservation {ReservationId}, which is being committed.");
            }
        }
    }

    private async Task ReleaseAsync(Reservation reservation, IEnumerable<ReservedItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            await Sku(item.Sku).ReleaseAsync(HoldOf(reservation), cancellationToken);
        }
    }

    private HoldCall HoldOf(Reservation reservation) => new(reservation.HoldId(ReservationId), ReservationId);

    private async Task WriteDownAsync(Reservation reservation)
    {
        await KeepAsync(reservation);
        await StateManager.SaveStateAsync(CancellationToken.None);
    }

    private Task KeepAsync(Reservation reservation) =>
        reservation.State is ReservationState.None or ReservationState.Released or ReservationState.Expired
            ? StateManager.SetStateAsync(StateName, reservation, EndedLife)
            : StateManager.SetStateAsync(StateName, reservation);

    private ISkuActor Sku(string sku) => proxies.CreateActorProxy<ISkuActor>(new ActorId(sku), SkuActor.Type);

    private static Reservation Must(Reservation reservation, ReservationEvent what) =>
        reservation.After(what) ?? throw new InvalidOperationException($"{what} cannot happen to a reservation that is {reservation.State}.");
}
