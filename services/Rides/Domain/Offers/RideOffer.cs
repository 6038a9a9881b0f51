namespace Platform.Rides.Domain.Offers;

/// <summary>An offer that is handed out to a driver.</summary>
/// <param name="OfferId">The id, see <see cref="OfferIds"/>.</param>
/// <param name="Driver"><c>drivers/{user}</c>.</param>
/// <param name="Vehicle">What the driver drives.</param>
/// <param name="RatingTenths">The driver's rating.</param>
/// <param name="PickupEta">How long the driver takes to the pickup.</param>
internal sealed record RideOffer(string OfferId, string Driver, string Vehicle, int RatingTenths, TimeSpan PickupEta);
