using Platform.Drivers.Actors;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Api;

/// <summary>What callers are told of outcomes.</summary>
internal static class DriverFailures
{
    /// <summary>The answer, where it is so.</summary>
    /// <exception cref="PlatformException">It is not.</exception>
    public static DriverAnswer OrThrow(this DriverAnswer answer) => answer.Outcome switch
    {
        DriverOutcome.Done => answer,
        DriverOutcome.Unknown => throw new NotFoundException("DRIVER_NOT_FOUND", "There is no such driver."),
        DriverOutcome.OfferUnknown => throw new NotFoundException("OFFER_NOT_FOUND", "There is no such offer."),
        DriverOutcome.OfferIdReused => throw new InvalidArgumentException("offer_id", "is another ride's", "OFFER_ID_REUSED"),
        DriverOutcome.VehicleRequired => throw new FailedPreconditionException("VEHICLE_REQUIRED", "Say which vehicle you drive."),
        DriverOutcome.NotOnline => throw NotOnline(),
        DriverOutcome.NotAvailable => throw new FailedPreconditionException("DRIVER_NOT_AVAILABLE", "The driver can take no ride."),
        DriverOutcome.OfferExpired => throw new FailedPreconditionException("OFFER_EXPIRED", "The time of the offer is over."),
        DriverOutcome.OfferLost => throw new FailedPreconditionException("OFFER_LOST", "Another driver was faster, or the ride is gone."),
        DriverOutcome.OfferNotOpen => throw new FailedPreconditionException("OFFER_NOT_OPEN", "The offer is not open."),
        DriverOutcome.OfferAccepted => throw new FailedPreconditionException("OFFER_ACCEPTED", "The offer was accepted."),
        DriverOutcome.NotAssigned => throw new FailedPreconditionException("NOT_ASSIGNED", "The driver does not have this ride."),
        DriverOutcome.RidesUnavailable => throw new UnavailableException("RIDES_UNAVAILABLE", "It cannot be found out who was first; try again."),
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    public static FailedPreconditionException NotOnline() => new("DRIVER_NOT_ONLINE", "The driver is offline.");
}
