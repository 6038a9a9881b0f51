using Platform.Monetary;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Domain.Offers;

namespace Platform.Rides.Domain;

/// <summary>How a ride finds its driver.</summary>
internal static class RideMatching
{
    /// <summary>Begins to look for a driver. Again it changes nothing.</summary>
    public static Ride BeginMatching(this Ride ride, DateTimeOffset now) =>
        ride.State == RideState.Requested ? ride.After(RideEvent.MatchingBegun, now) : ride;

    /// <summary>Hands out offers to the best of some drivers. Who was asked before in this attempt, or gave the ride back, is left out.</summary>
    /// <returns>The ride with the offers; the same one where there are no others.</returns>
    public static Ride Offer(this Ride ride, IEnumerable<Candidate> drivers, int count, DateTimeOffset now)
    {
        var best = CandidateScore.Best(drivers.Where(driver => !ride.Asked().Contains(driver.Driver)), ride.Pickup, count);
        var offers = best.Select((driver, index) => new RideOffer(
            OfferIds.Of(ride.Id, ride.Attempt, ride.Offers.Count + index + 1),
            driver.Driver,
            driver.Vehicle,
            driver.RatingTenths,
            CandidateScore.EtaOf(driver, ride.Pickup)));
        return best.Count == 0 ? ride : ride.After(RideEvent.Offered, now) with { Offers = [.. ride.Offers, .. offers] };
    }

    /// <summary>Who need not be asked again.</summary>
    public static HashSet<string> Asked(this Ride ride) =>
        [.. ride.Offers.Select(offer => offer.Driver), .. ride.Dropped.Select(dropped => dropped.Driver)];

    /// <summary>Gives the ride to a driver: to the first one who holds an offer of the attempt that is under way.</summary>
    /// <returns>The ride, and whether it is the driver's.</returns>
    public static (Ride Ride, bool IsGranted) Claim(this Ride ride, string driver, string offerId, DateTimeOffset now)
    {
        if (ride.Assignment is { } assignment)
        {
            return (ride, !ride.HasEnded && assignment.Driver == driver && assignment.OfferId == offerId);
        }

        if (ride.State != RideState.Matching || ride.Offers.FirstOrDefault(each => each.OfferId == offerId && each.Driver == driver) is not { } offer)
        {
            return (ride, false);
        }

        var claimed = ride with
        {
            Assignment = new Assignment
            {
                Driver = driver,
                OfferId = offerId,
                Vehicle = offer.Vehicle,
                RatingTenths = offer.RatingTenths,
                PromisedEta = offer.PickupEta,
                AssignTime = now,
            },
        };
        return (claimed.After(RideEvent.Claimed, now), true);
    }

    /// <summary>The driver holds the ride and is on the way. Nothing where the driver is further already.</summary>
    public static Ride ConfirmDriver(this Ride ride, string offerId, DateTimeOffset now) =>
        ride.State == RideState.Assigned && ride.Assignment?.OfferId == offerId ? ride.After(RideEvent.DriverConfirmed, now) : ride;

    /// <summary>The driver who claimed the ride holds another one. Nothing where it is no longer that driver's.</summary>
    public static Ride LoseDriver(this Ride ride, string offerId, DateTimeOffset now) =>
        ride.State == RideState.Assigned && ride.Assignment?.OfferId == offerId
            ? ride.Drop(RideEvent.DriverLost, Money.Zero(ride.Quote.Fare.Total.Currency), now)
            : ride;

    /// <summary>The driver gives the ride back; another one is looked for.</summary>
    public static Ride GiveBack(this Ride ride, Tariff tariff, DateTimeOffset now) =>
        ride.Drop(RideEvent.DriverGaveUp, CancellationPolicy.DriverPenalty(ride, tariff, now), now);

    /// <summary>No driver was found. Nothing where one was meanwhile, or the ride was cancelled.</summary>
    public static Ride GiveUp(this Ride ride, int attempt, string reason, DateTimeOffset now) =>
        ride.State == RideState.Matching && ride.Attempt == attempt
            ? ride.After(RideEvent.NobodyFound, now) with { EndReason = reason, Payment = RidePayment.Free }
            : ride;

    /// <summary>The ride cannot be paid. Nothing where it ended before.</summary>
    public static Ride RefusePayment(this Ride ride, DateTimeOffset now) =>
        RideTransitions.After(ride.State, RideEvent.PaymentRefused) is null
            ? ride
            : ride.After(RideEvent.PaymentRefused, now) with { EndReason = "PAYMENT_DECLINED", Payment = RidePayment.Free };

    /// <summary>A driver who had the ride is free again, and the penalty is booked.</summary>
    public static Ride SettleDropped(this Ride ride, DroppedDriver dropped, DateTimeOffset now) =>
        ride.Changed(now) with { Dropped = [.. ride.Dropped.Select(each => each == dropped ? each with { IsSettled = true } : each)] };

    private static Ride Drop(this Ride ride, RideEvent what, Money penalty, DateTimeOffset now)
    {
        var driver = ride.Assignment?.Driver ?? "";
        return ride.After(what, now) with
        {
            Assignment = null,
            Offers = [],
            Attempt = ride.Attempt + 1,
            Dropped = [.. ride.Dropped, new DroppedDriver(driver, penalty, IsSettled: false)],
        };
    }
}
