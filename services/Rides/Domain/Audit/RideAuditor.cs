using Platform.Monetary;
using Platform.Rides.Domain.Earnings;

namespace Platform.Rides.Domain.Audit;

/// <summary>Checks what must hold of rides and of what was booked for them.</summary>
internal static class RideAuditor
{
    /// <summary>Tells everything that does not fit, a line each.</summary>
    public static IEnumerable<string> Check(IReadOnlyList<Ride> rides, IReadOnlyList<EarningEntry> entries)
    {
        var booked = entries.Where(entry => entry.Kind != "PENALTY").ToLookup(entry => entry.RideId);
        return
        [
            .. rides.GroupBy(ride => ride.Id).Where(group => group.Count() > 1).Select(group => $"ride {group.Key} is listed twice"),
            .. entries.Where(entry => entry.Lines().Sum(line => line.Amount.Amount) != 0).Select(entry => $"entry {entry.Id} does not add up"),
            .. entries.GroupBy(entry => entry.Id).Where(group => group.Count() > 1).Select(group => $"entry {group.Key} was booked {group.Count()} times"),
            .. rides.SelectMany(ride => CheckPayment(ride, [.. booked[ride.Id]])),
            .. CheckDrivers(rides),
        ];
    }

    /// <summary>Whether a driver's balance is what the entries add up to.</summary>
    public static IEnumerable<string> CheckBalance(string driver, IEnumerable<EarningEntry> entries, IReadOnlyList<Money> balances) => entries
        .GroupBy(entry => entry.Net.Currency, entry => entry.Net)
        .Where(group => balances.FirstOrDefault(balance => balance.Currency == group.Key) != Money.Sum(group.Key, group))
        .Select(group => $"the balance of {driver} in {group.Key} is not the sum of the entries");

    private static IEnumerable<string> CheckPayment(Ride ride, EarningEntry[] entries)
    {
        if (ride.Payment != RidePayment.Paid)
        {
            return entries.Length == 0 ? [] : [$"ride {ride.Id} is {ride.Payment}, but was booked"];
        }

        return entries.Length != 1 ? [$"ride {ride.Id} was booked {entries.Length} times"]
            : entries[0].Gross != ride.FinalFare?.Total ? [$"ride {ride.Id} was booked with another amount than its fare"]
            : entries[0].Driver != ride.Assignment?.Driver ? [$"ride {ride.Id} was booked for another driver"]
            : [];
    }

    // A driver has a ride from the claim until it ends, is given back or lost.
    private static IEnumerable<string> CheckDrivers(IEnumerable<Ride> rides) =>
        from turn in rides.SelectMany(TurnsOf)
        group turn by turn.Driver into turns
        from pair in Pairs(turns.OrderBy(turn => turn.From))
        where pair.Later.From < pair.Earlier.To
        select $"{turns.Key} was in rides {pair.Earlier.RideId} and {pair.Later.RideId} at a time";

    private static IEnumerable<(Turn Earlier, Turn Later)> Pairs(IEnumerable<Turn> turns)
    {
        Turn? last = null;
        foreach (var turn in turns)
        {
            if (last is not null)
            {
                yield return (last, turn);
            }

            last = last is null || turn.To > last.To ? turn : last;
        }
    }

    private static IEnumerable<Turn> TurnsOf(Ride ride)
    {
        HistoryEntry? claim = null;
        foreach (var entry in ride.History)
        {
            if (entry.Event == RideEvent.Claimed)
            {
                claim = entry;
            }
            else if (claim is not null && (entry.Event is RideEvent.DriverGaveUp or RideEvent.DriverLost
                || entry.State is RideState.Completed or RideState.Cancelled))
            {
                // A driver who did not get the ride after all had another one: no turn.
                if (entry.Event != RideEvent.DriverLost)
                {
                    yield return new Turn(claim.Driver, ride.Id, claim.Time, entry.Time);
                }

                claim = null;
            }
        }

        if (claim is not null)
        {
            yield return new Turn(claim.Driver, ride.Id, claim.Time, DateTimeOffset.MaxValue);
        }
    }

    private sealed record Turn(string Driver, string RideId, DateTimeOffset From, DateTimeOffset To);
}
