using Platform.Inventory.Domain.Reservations;
using static Platform.Inventory.Domain.Reservations.ReservationState;

namespace Platform.Inventory.Tests.Domain;

public sealed class ReservationTableTests
{
    // A row for each state, a column for each event; null is what cannot happen.
    private static readonly Dictionary<ReservationState, ReservationState?[]> Expected = new()
    {
        // Reserve, AllHeld, Refused, Commit, AllCommitted, Release, AllReleased, Expire
        [None] = [Pending, null, null, null, null, Released, null, None],
        [Pending] = [Pending, Held, None, null, null, Releasing, null, Expiring],
        [Held] = [Held, null, null, Committing, null, Releasing, null, Expiring],
        [Committing] = [null, null, null, Committing, Committed, Releasing, null, Committing],
        [Committed] = [null, null, null, Committed, null, Releasing, null, Committed],
        [Releasing] = [null, null, null, null, null, Releasing, Released, Releasing],
        [Released] = [null, null, null, null, null, Released, null, Released],
        [Expiring] = [null, null, null, null, null, Expiring, Expired, Expiring],
        [Expired] = [null, null, null, null, null, Expired, null, Expired],
    };

    public static TheoryData<ReservationState, ReservationEvent> Pairs() =>
        [.. from state in Enum.GetValues<ReservationState>() from what in Enum.GetValues<ReservationEvent>() select (state, what)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Next_StateAndEvent_IsTheTable(ReservationState state, ReservationEvent what) =>
        ReservationTable.Next(state, what).ShouldBe(Expected[state][(int)what]);
}
