using Google.Protobuf.WellKnownTypes;
using Platform.Drivers.Domain.Offers;
using Platform.Monetary;
using Offer = Platform.Drivers.Domain.Offers.Offer;

namespace Platform.Drivers.Api;

/// <summary>Between offers of the API and of the domain.</summary>
internal static class OfferMapper
{
    public static V1.Offer ToProto(string driver, Offer offer) => new()
    {
        Name = ResourceNames.OfOffer(offer.Id),
        Driver = ResourceNames.OfDriver(driver),
        Ride = ResourceNames.OfRide(offer.Ride),
        State = ToProto(offer.State),
        Pickup = PositionMapper.ToProto(offer.Pickup),
        Dropoff = PositionMapper.ToProto(offer.Dropoff),
        EstimatedEarnings = offer.Earnings is { } earnings ? new Money(earnings.Currency, earnings.Amount).ToProto() : null,
        PickupEta = offer.PickupEta > TimeSpan.Zero ? offer.PickupEta.ToDuration() : null,
        CreateTime = offer.CreateTime.ToTimestamp(),
        ExpireTime = offer.ExpireTime.ToTimestamp(),
        EndTime = offer.EndTime?.ToTimestamp(),
    };

    // Who has claimed it does not see that others may have, until it is known.
    public static V1.Offer.Types.State ToProto(OfferState state) => state switch
    {
        OfferState.Open or OfferState.Claiming => V1.Offer.Types.State.Open,
        OfferState.Accepted => V1.Offer.Types.State.Accepted,
        OfferState.Declined => V1.Offer.Types.State.Declined,
        OfferState.Expired => V1.Offer.Types.State.Expired,
        OfferState.Lost => V1.Offer.Types.State.Lost,
        OfferState.Withdrawn => V1.Offer.Types.State.Withdrawn,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
