namespace Platform.Rides.Domain;

/// <summary>What can happen to a ride.</summary>
internal enum RideEvent
{
    /// <summary>Its time has come: a driver is looked for.</summary>
    MatchingBegun,

    /// <summary>Offers are handed out to drivers.</summary>
    Offered,

    /// <summary>A driver accepted an offer first.</summary>
    Claimed,

    /// <summary>The driver holds the ride, and nobody else an offer.</summary>
    DriverConfirmed,

    /// <summary>The driver who claimed it does not hold it.</summary>
    DriverLost,

    /// <summary>The driver gives it back.</summary>
    DriverGaveUp,

    /// <summary>The driver is at the pickup.</summary>
    DriverArrived,

    /// <summary>The trip began.</summary>
    TripStarted,

    /// <summary>The rider wants to go elsewhere.</summary>
    DropoffChanged,

    /// <summary>The trip ended.</summary>
    TripEnded,

    /// <summary>The rider wants it no more.</summary>
    RiderCancelled,

    /// <summary>The rider did not come.</summary>
    RiderMissing,

    /// <summary>No driver was found.</summary>
    NobodyFound,

    /// <summary>It cannot be paid.</summary>
    PaymentRefused,
}
