using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Platform.Drivers.Actors;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Offers;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.V1;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Offer = Platform.Drivers.Domain.Offers.Offer;
using Vehicle = Platform.Drivers.Domain.Vehicle;

namespace Platform.Drivers.Api;

/// <summary>Checks requests: what comes through can be meant.</summary>
internal static class DriverValidator
{
    private const int MaxPositions = 100;
    private const int MaxExcluded = 1000;
    private const double MaxRadius = 50_000;
    private const int DefaultSeats = 4;
    private const int MaxCity = 64;
    private const int MaxClass = 32;

    private static readonly TimeSpan MaxTtl = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxEta = TimeSpan.FromDays(1);
    private static readonly string[] ProfileFields = ["display_name", "city", "vehicle"];

    public static ProfileCall Check(UpdateDriverRequest request)
    {
        var fields = request.UpdateMask?.Paths is { Count: > 0 } paths ? paths.ToHashSet(StringComparer.Ordinal) : [.. ProfileFields];
        // The name is in every PATCH by HTTP.
        fields.Remove("name");
        var driver = request.Driver;
        var validator = new FieldValidator()
            .Require(fields.All(ProfileFields.Contains), "update_mask", "must be of display_name, city and vehicle")
            .Require(driver.DisplayName.Length <= 100, "driver.display_name", "must be at most 100 characters")
            .Require(IsKey(driver.City, MaxCity), "driver.city", "must be at most 64 of a-z0-9-");
        RequireVehicle(validator, driver.Vehicle, "driver.vehicle").ThrowIfInvalid();
        return new ProfileCall(
            fields.Contains("display_name") ? driver.DisplayName : null,
            fields.Contains("city") ? driver.City : null,
            fields.Contains("vehicle") ? FromProto(driver.Vehicle) : null);
    }

    public static OnlineCall Check(GoOnlineRequest request)
    {
        var validator = RequireVehicle(new FieldValidator(), request.Vehicle, "vehicle");
        if (request.Position is { } position)
        {
            validator.RequirePosition(position, "position");
        }

        validator.ThrowIfInvalid();
        return new OnlineCall(FromProto(request.Vehicle), request.Position is { } fix ? PositionMapper.FromProto(fix) : null);
    }

    public static Fix[] Check(IReadOnlyList<Position> positions)
    {
        var validator = new FieldValidator().Require(positions.Count is >= 1 and <= MaxPositions, "positions", "must be 1 to 100");
        foreach (var (index, position) in positions.Take(MaxPositions).Index())
        {
            validator.RequirePosition(position, string.Create(CultureInfo.InvariantCulture, $"positions[{index}]"));
        }

        validator.ThrowIfInvalid();
        return [.. positions.Select(PositionMapper.FromProto)];
    }

    public static CandidateQuery Check(NearbyDriversRequest request)
    {
        var place = request.Location.Split(',') is [var latitude, var longitude] ? new Google.Type.LatLng { Latitude = Degrees(latitude), Longitude = Degrees(longitude) } : null;
        new FieldValidator()
            .Require(PositionMapper.IsOnEarth(place), "location", "must be latitude,longitude in degrees, such as -20.47,-54.55")
            .Require(request.Radius is >= 0 and <= 20_000, "radius", "must be 1 to 20,000 metres")
            .Require(IsKey(request.VehicleClass, MaxClass), "vehicle_class", "must be at most 32 of a-z0-9-")
            .Require(request.PageSize is >= 0 and <= 50, "page_size", "must be 1 to 50")
            .ThrowIfInvalid();
        return new CandidateQuery(
            PositionMapper.FromProto(place!), request.Radius == 0 ? 3000 : request.Radius, request.PageSize == 0 ? 10 : request.PageSize, request.VehicleClass, 0, []);
    }

    public static CandidateQuery Check(FindCandidatesRequest request)
    {
        var excluded = request.ExcludedDrivers.Select(name => ResourceNames.TryDriver(name, out var id) ? id : null).ToList();
        new FieldValidator()
            .Require(PositionMapper.IsOnEarth(request.Pickup), "pickup", "must be a point on earth")
            .Require(request.RadiusMeters is >= 1 and <= MaxRadius, "radius_meters", "must be 1 to 50,000")
            .Require(IsKey(request.VehicleClass, MaxClass), "vehicle_class", "must be at most 32 of a-z0-9-")
            .Require(!request.HasMinRatingTenths || request.MinRatingTenths is >= 10 and <= 50, "min_rating_tenths", "must be 10 to 50")
            .Require(request.Limit is >= 0 and <= 200, "limit", "must be 1 to 200")
            .Require(excluded.Count <= MaxExcluded && !excluded.Contains(null), "excluded_drivers", "must be at most 1,000 names drivers/{user}")
            .ThrowIfInvalid();
        return new CandidateQuery(
            PositionMapper.FromProto(request.Pickup),
            request.RadiusMeters,
            request.Limit == 0 ? 20 : request.Limit,
            request.VehicleClass,
            request.HasMinRatingTenths ? request.MinRatingTenths / 10.0 : 0,
            [.. excluded.OfType<string>()]);
    }

    public static (string Driver, Offer Offer) Check(OfferRideRequest request, DateTimeOffset now)
    {
        var ttl = Time(request.Ttl, MaxTtl);
        var isMoney = Money.TryFromProto(request.EstimatedEarnings, out var earnings);
        new FieldValidator()
            .Require(ResourceNames.IsId(request.OfferId), "offer_id", "must be 1 to 128 of A-Za-z0-9._~-")
            .Require(ResourceNames.TryDriver(request.Driver, out var driver), "driver", "must be drivers/{user}")
            .Require(ResourceNames.TryRide(request.Ride, out var ride), "ride", "must be rides/{ride}")
            .Require(ttl >= TimeSpan.FromSeconds(1) && ttl <= MaxTtl, "ttl", "must be 1 s to 5 min")
            .Require(PositionMapper.IsOnEarth(request.Pickup), "pickup", "must be a point on earth")
            .Require(PositionMapper.IsOnEarth(request.Dropoff), "dropoff", "must be a point on earth")
            .Require(request.EstimatedEarnings is null || isMoney, "estimated_earnings", "must be an amount of money")
            .ThrowIfInvalid();
        return (driver, new Offer
        {
            Id = request.OfferId,
            Ride = ride,
            Pickup = PositionMapper.FromProto(request.Pickup),
            Dropoff = PositionMapper.FromProto(request.Dropoff),
            Earnings = isMoney ? new Earnings(earnings.Amount, earnings.Currency) : null,
            PickupEta = Time(request.PickupEta, MaxEta),
            CreateTime = now,
            ExpireTime = now + ttl,
        });
    }

    /// <summary>Driver and ride of a call between services.</summary>
    public static (string Driver, string Ride) Check(string driverName, string rideName)
    {
        new FieldValidator()
            .Require(ResourceNames.TryDriver(driverName, out var driver), "driver", "must be drivers/{user}")
            .Require(ResourceNames.TryRide(rideName, out var ride), "ride", "must be rides/{ride}")
            .ThrowIfInvalid();
        return (driver, ride);
    }

    /// <summary>Driver and offer of a call between services.</summary>
    public static (string Driver, string OfferId) CheckOffer(string driverName, string offerId)
    {
        new FieldValidator()
            .Require(ResourceNames.TryDriver(driverName, out var driver), "driver", "must be drivers/{user}")
            .Require(ResourceNames.IsId(offerId), "offer_id", "must be 1 to 128 of A-Za-z0-9._~-")
            .ThrowIfInvalid();
        return (driver, offerId);
    }

    private static FieldValidator RequireVehicle(FieldValidator fields, V1.Vehicle? vehicle, string field) => vehicle is null ? fields : fields
        .Require(vehicle.VehicleClass.Length > 0 && IsKey(vehicle.VehicleClass, MaxClass), field + ".vehicle_class", "must be 1 to 32 of a-z0-9-")
        .Require(vehicle.Plate.Length <= 16, field + ".plate", "must be at most 16 characters")
        .Require(vehicle.Model.Length <= 64, field + ".model", "must be at most 64 characters")
        .Require(vehicle.Color.Length <= 32, field + ".color", "must be at most 32 characters")
        .Require(vehicle.Seats is >= 0 and <= 16, field + ".seats", "must be 1 to 16");

    private static Vehicle? FromProto(V1.Vehicle? vehicle) =>
        vehicle is null ? null : new Vehicle(vehicle.VehicleClass, vehicle.Plate, vehicle.Model, vehicle.Color, vehicle.Seats == 0 ? DefaultSeats : vehicle.Seats);

    private static bool IsKey(string text, int maxLength) =>
        text.Length <= maxLength && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    // NaN, which is no place on earth, for what is no number.
    private static double Degrees(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : double.NaN;

    // Not by ToTimeSpan, which throws for what is out of its range.
    private static TimeSpan Time(Duration? duration, TimeSpan most) =>
        duration is null ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Clamp(duration.Seconds + (duration.Nanos / 1e9), 0, most.TotalSeconds + 1));
}
