using Platform.Geography;
using Platform.Monetary;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;

namespace Platform.Rides.Ports;

/// <summary>The drivers. What fails here otherwise than by its answer may be tried again: every call twice is once.</summary>
internal interface IDrivers
{
    /// <summary>Finds drivers who can take a ride, nearest first.</summary>
    /// <param name="search">Where and whom.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<Candidate>> FindAsync(DriverSearch search, CancellationToken cancellationToken);

    /// <summary>Offers a ride to a driver.</summary>
    /// <returns>Whether the driver has the offer; not when somebody else was faster.</returns>
    Task<bool> OfferAsync(Ride ride, RideOffer offer, TimeSpan timeToLive, Money earnings, CancellationToken cancellationToken);

    /// <summary>Takes an offer back where it is open.</summary>
    Task WithdrawAsync(string driver, string offerId, CancellationToken cancellationToken);

    /// <summary>Gives a ride to the driver who claimed it.</summary>
    /// <returns>Whether the driver has it; not when they hold another one.</returns>
    Task<bool> AssignAsync(string driver, string rideId, string offerId, CancellationToken cancellationToken);

    /// <summary>The trip begins.</summary>
    Task StartTripAsync(string driver, string rideId, CancellationToken cancellationToken);

    /// <summary>The driver is free of a ride.</summary>
    Task ReleaseAsync(string driver, string rideId, CancellationToken cancellationToken);

    /// <summary>Adds a rating.</summary>
    Task RateAsync(string driver, string rideId, int stars, CancellationToken cancellationToken);
}

/// <summary>Asks for drivers.</summary>
/// <param name="Pickup">Around where.</param>
/// <param name="RadiusMeters">How far.</param>
/// <param name="VehicleClass">The class of the vehicle; empty for any.</param>
/// <param name="MinRatingTenths">The lowest rating; 0 for any.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Excluded">Not these.</param>
internal sealed record DriverSearch(GeoPoint Pickup, double RadiusMeters, string VehicleClass, int MinRatingTenths, int Limit, IReadOnlyCollection<string> Excluded);
