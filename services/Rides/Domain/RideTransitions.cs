using System.Collections.Frozen;
using static Platform.Rides.Domain.RideEvent;
using static Platform.Rides.Domain.RideState;

namespace Platform.Rides.Domain;

/// <summary>The state machine of rides: what is not in this table cannot happen.</summary>
internal static class RideTransitions
{
    private static readonly FrozenDictionary<(RideState From, RideEvent Event), RideState> Table = new[]
    {
        ((Requested, MatchingBegun), Matching),
        ((Requested, RiderCancelled), Cancelled),
        ((Requested, PaymentRefused), Unmatched),

        ((Matching, Offered), Matching),
        ((Matching, Claimed), Assigned),
        ((Matching, RiderCancelled), Cancelled),
        ((Matching, NobodyFound), Unmatched),
        ((Matching, PaymentRefused), Unmatched),

        ((Assigned, DriverConfirmed), Arriving),
        ((Assigned, DriverLost), Matching),
        ((Assigned, DriverGaveUp), Matching),
        // A driver who stands at the pickup can be there before the others' offers are withdrawn.
        ((Assigned, DriverArrived), Arrived),
        ((Assigned, DropoffChanged), Assigned),
        ((Assigned, RiderCancelled), Cancelled),

        ((Arriving, DriverGaveUp), Matching),
        ((Arriving, DriverArrived), Arrived),
        ((Arriving, DropoffChanged), Arriving),
        ((Arriving, RiderCancelled), Cancelled),

        ((Arrived, DriverGaveUp), Matching),
        ((Arrived, TripStarted), InProgress),
        ((Arrived, DropoffChanged), Arrived),
        ((Arrived, RiderCancelled), Cancelled),
        ((Arrived, RiderMissing), Cancelled),

        ((InProgress, DropoffChanged), InProgress),
        ((InProgress, TripEnded), Completed),
    }.ToFrozenDictionary(entry => entry.Item1, entry => entry.Item2);

    /// <summary>The state that comes of an event; null where the event cannot happen.</summary>
    public static RideState? After(RideState state, RideEvent what) => Table.TryGetValue((state, what), out var next) ? next : null;
}
