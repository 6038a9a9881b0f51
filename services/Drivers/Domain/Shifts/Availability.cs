namespace Platform.Drivers.Domain.Shifts;

/// <summary>Whether a driver can take a ride.</summary>
public enum Availability
{
    /// <summary>No shift.</summary>
    Offline,

    /// <summary>Can take a ride.</summary>
    Available,

    /// <summary>On shift, and takes no offers.</summary>
    Paused,

    /// <summary>Holds an offer.</summary>
    Offered,

    /// <summary>Has a ride, and is on the way to the rider.</summary>
    Assigned,

    /// <summary>Drives the rider.</summary>
    OnTrip,
}

/// <summary>What happens to a driver.</summary>
public enum DriverEvent
{
    /// <summary>Begins the shift, or goes on after a pause.</summary>
    GoOnline,

    /// <summary>Ends the shift.</summary>
    GoOffline,

    /// <summary>Takes no more offers.</summary>
    Pause,

    /// <summary>Was not heard of for too long.</summary>
    FallSilent,

    /// <summary>Gets an offer.</summary>
    Offer,

    /// <summary>The offer ended without a ride.</summary>
    EndOffer,

    /// <summary>Has the ride of the offer.</summary>
    Assign,

    /// <summary>The rider is in.</summary>
    StartTrip,

    /// <summary>Is free of the ride.</summary>
    Release,
}
