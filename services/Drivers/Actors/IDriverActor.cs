using Dapr.Actors;
using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Offers;
using Platform.Drivers.Domain.Regions;

namespace Platform.Drivers.Actors;

/// <summary>Owns a driver: whether they can take a ride changes here and nowhere else, one change after the other. Its id is the user's.</summary>
internal interface IDriverActor : IActor
{
    /// <summary>The driver.</summary>
    Task<DriverAnswer> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The offer that the driver holds and the last ones, newest first.</summary>
    Task<Offer[]> ListOffersAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes the profile.</summary>
    Task<DriverAnswer> UpdateAsync(ProfileCall call, CancellationToken cancellationToken = default);

    /// <summary>Begins the shift, or goes on after a pause.</summary>
    Task<DriverAnswer> GoOnlineAsync(OnlineCall call, CancellationToken cancellationToken = default);

    /// <summary>Ends the shift.</summary>
    Task<DriverAnswer> GoOfflineAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes no more offers.</summary>
    Task<DriverAnswer> PauseAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells where the driver is, where the region does not take it.</summary>
    Task<Sighting> ReportAsync(Fix[] fixes, CancellationToken cancellationToken = default);

    /// <summary>Offers a ride.</summary>
    Task<DriverAnswer> OfferAsync(Offer offer, CancellationToken cancellationToken = default);

    /// <summary>Takes an offer.</summary>
    Task<DriverAnswer> AcceptAsync(string offerId, CancellationToken cancellationToken = default);

    /// <summary>Refuses an offer.</summary>
    Task<DriverAnswer> DeclineAsync(string offerId, CancellationToken cancellationToken = default);

    /// <summary>Takes an offer back.</summary>
    Task<DriverAnswer> WithdrawAsync(string offerId, CancellationToken cancellationToken = default);

    /// <summary>Gives the driver the ride of an offer.</summary>
    Task<DriverAnswer> AssignAsync(AssignCall call, CancellationToken cancellationToken = default);

    /// <summary>The rider is in.</summary>
    Task<DriverAnswer> StartTripAsync(string ride, CancellationToken cancellationToken = default);

    /// <summary>The driver is free of a ride.</summary>
    Task<DriverAnswer> ReleaseAsync(string ride, CancellationToken cancellationToken = default);

    /// <summary>Adds a rating.</summary>
    Task<DriverAnswer> RateAsync(RateCall call, CancellationToken cancellationToken = default);
}

/// <summary>Asks for another profile: what is null stays.</summary>
internal sealed record ProfileCall(string? DisplayName, string? City, Vehicle? Vehicle);

/// <summary>Asks to begin the shift.</summary>
/// <param name="Vehicle">The vehicle of the shift; null for the profile's.</param>
/// <param name="Fix">Where the driver is; null where nobody says.</param>
internal sealed record OnlineCall(Vehicle? Vehicle, Fix? Fix);

/// <summary>Gives a ride to the driver.</summary>
internal sealed record AssignCall(string Ride, string OfferId);

/// <summary>Rates the driver for a ride.</summary>
internal sealed record RateCall(string Ride, int Stars);

/// <summary>What came of a call.</summary>
internal enum DriverOutcome
{
    /// <summary>It is so.</summary>
    Done,

    /// <summary>There is no such driver.</summary>
    Unknown,

    /// <summary>Nobody says which vehicle.</summary>
    VehicleRequired,

    /// <summary>The driver is offline.</summary>
    NotOnline,

    /// <summary>The driver can take no ride.</summary>
    NotAvailable,

    /// <summary>The driver never had the offer.</summary>
    OfferUnknown,

    /// <summary>The offer was another ride's.</summary>
    OfferIdReused,

    /// <summary>The offer's time is over.</summary>
    OfferExpired,

    /// <summary>The offer was accepted too late.</summary>
    OfferLost,

    /// <summary>The offer ended otherwise, or is not the one that the driver holds.</summary>
    OfferNotOpen,

    /// <summary>The offer was accepted.</summary>
    OfferAccepted,

    /// <summary>The driver does not have the ride.</summary>
    NotAssigned,

    /// <summary>It could not be found out who was first.</summary>
    RidesUnavailable,
}

/// <summary>The answer.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Driver">The driver, without the offers that ended.</param>
/// <param name="Position">Where they are; null where that is not known.</param>
/// <param name="Offer">The offer that was asked for.</param>
internal sealed record DriverAnswer(DriverOutcome Outcome, Driver Driver, Fix? Position, Offer? Offer = null);
