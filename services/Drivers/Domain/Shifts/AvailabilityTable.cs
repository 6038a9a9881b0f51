namespace Platform.Drivers.Domain.Shifts;

/// <summary>The states of drivers: one table. What is not in it cannot happen.</summary>
public static class AvailabilityTable
{
    private static readonly Dictionary<(Availability State, DriverEvent Event), Availability> Transitions = new()
    {
        [(Availability.Offline, DriverEvent.GoOnline)] = Availability.Available,
        [(Availability.Offline, DriverEvent.GoOffline)] = Availability.Offline,
        [(Availability.Offline, DriverEvent.FallSilent)] = Availability.Offline,

        [(Availability.Available, DriverEvent.GoOnline)] = Availability.Available,
        [(Availability.Available, DriverEvent.GoOffline)] = Availability.Offline,
        [(Availability.Available, DriverEvent.Pause)] = Availability.Paused,
        [(Availability.Available, DriverEvent.FallSilent)] = Availability.Offline,
        [(Availability.Available, DriverEvent.Offer)] = Availability.Offered,

        [(Availability.Paused, DriverEvent.GoOnline)] = Availability.Available,
        [(Availability.Paused, DriverEvent.GoOffline)] = Availability.Offline,
        [(Availability.Paused, DriverEvent.Pause)] = Availability.Paused,
        [(Availability.Paused, DriverEvent.FallSilent)] = Availability.Offline,

        // Leaving declines the offer.
        [(Availability.Offered, DriverEvent.GoOnline)] = Availability.Offered,
        [(Availability.Offered, DriverEvent.GoOffline)] = Availability.Offline,
        [(Availability.Offered, DriverEvent.Pause)] = Availability.Paused,
        // The offer expires by itself.
        [(Availability.Offered, DriverEvent.FallSilent)] = Availability.Offered,
        [(Availability.Offered, DriverEvent.EndOffer)] = Availability.Available,
        [(Availability.Offered, DriverEvent.Assign)] = Availability.Assigned,

        // Who has a ride ends it first; what they ask for meanwhile comes after it.
        [(Availability.Assigned, DriverEvent.GoOnline)] = Availability.Assigned,
        [(Availability.Assigned, DriverEvent.GoOffline)] = Availability.Assigned,
        [(Availability.Assigned, DriverEvent.Pause)] = Availability.Assigned,
        [(Availability.Assigned, DriverEvent.FallSilent)] = Availability.Assigned,
        [(Availability.Assigned, DriverEvent.Assign)] = Availability.Assigned,
        [(Availability.Assigned, DriverEvent.StartTrip)] = Availability.OnTrip,
        [(Availability.Assigned, DriverEvent.Release)] = Availability.Available,

        [(Availability.OnTrip, DriverEvent.GoOnline)] = Availability.OnTrip,
        [(Availability.OnTrip, DriverEvent.GoOffline)] = Availability.OnTrip,
        [(Availability.OnTrip, DriverEvent.Pause)] = Availability.OnTrip,
        [(Availability.OnTrip, DriverEvent.FallSilent)] = Availability.OnTrip,
        [(Availability.OnTrip, DriverEvent.Assign)] = Availability.OnTrip,
        [(Availability.OnTrip, DriverEvent.StartTrip)] = Availability.OnTrip,
        [(Availability.OnTrip, DriverEvent.Release)] = Availability.Available,
    };

    /// <summary>The state after an event; null where the event cannot happen in the state.</summary>
    public static Availability? Next(Availability state, DriverEvent what) => Transitions.TryGetValue((state, what), out var next) ? next : null;
}
