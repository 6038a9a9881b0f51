using Google.Protobuf.WellKnownTypes;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.V1;
using Availability = Platform.Drivers.Domain.Shifts.Availability;
using Driver = Platform.Drivers.Domain.Driver;
using Vehicle = Platform.Drivers.Domain.Vehicle;

namespace Platform.Drivers.Api;

/// <summary>Between drivers of the API and of the domain.</summary>
internal static class DriverMapper
{
    public static V1.Driver ToProto(string id, Driver driver, Fix? position) => new()
    {
        Name = ResourceNames.OfDriver(id),
        DisplayName = driver.DisplayName,
        City = driver.City,
        Vehicle = driver.Driving() is { } vehicle ? ToProto(vehicle) : null,
        Availability = ToProto(driver.Availability),
        Rating = driver.Standing.Rating(),
        RatingCount = driver.Standing.RatingCount,
        AcceptanceRate = driver.Standing.AcceptanceRate,
        Ride = driver.Ride.Length > 0 ? ResourceNames.OfRide(driver.Ride) : "",
        Offer = driver.Offer is { } offer ? ResourceNames.OfOffer(offer.Id) : "",
        ShiftStartTime = driver.ShiftStart?.ToTimestamp(),
        Position = position is null ? null : PositionMapper.ToProto(position),
        RideCount = driver.RideCount,
    };

    public static V1.Vehicle ToProto(Vehicle vehicle) => new()
    {
        VehicleClass = vehicle.Class,
        Plate = vehicle.Plate,
        Model = vehicle.Model,
        Color = vehicle.Color,
        Seats = vehicle.Seats,
    };

    public static V1.Driver.Types.Availability ToProto(Availability availability) => availability switch
    {
        Availability.Offline => V1.Driver.Types.Availability.Offline,
        Availability.Available => V1.Driver.Types.Availability.Available,
        Availability.Paused => V1.Driver.Types.Availability.Paused,
        Availability.Offered => V1.Driver.Types.Availability.Offered,
        Availability.Assigned => V1.Driver.Types.Availability.Assigned,
        Availability.OnTrip => V1.Driver.Types.Availability.OnTrip,
        _ => throw new ArgumentOutOfRangeException(nameof(availability)),
    };

    public static FindCandidatesResponse.Types.Candidate ToCandidate(Candidate candidate) => new()
    {
        Driver = ResourceNames.OfDriver(candidate.Driver),
        Location = PositionMapper.ToProto(candidate.Position.Point),
        DistanceMeters = candidate.DistanceMeters,
        HeadingDegrees = candidate.Position.HeadingDegrees ?? 0,
        SpeedMps = candidate.Position.SpeedMps ?? 0,
        Rating = candidate.Rating,
        AcceptanceRate = candidate.AcceptanceRate,
        Vehicle = ToProto(candidate.Vehicle),
    };

    public static NearbyDriversResponse.Types.NearbyDriver ToNearby(Candidate candidate) => new()
    {
        Location = PositionMapper.ToProto(candidate.Position.Point),
        DistanceMeters = candidate.DistanceMeters,
        HeadingDegrees = candidate.Position.HeadingDegrees ?? 0,
        VehicleClass = candidate.Vehicle.Class,
    };

    public static ReportLocationResponse.Types.Reason ToProto(FixVerdict verdict) => verdict switch
    {
        FixVerdict.Late => ReportLocationResponse.Types.Reason.Late,
        FixVerdict.Future => ReportLocationResponse.Types.Reason.Future,
        FixVerdict.Inaccurate => ReportLocationResponse.Types.Reason.Inaccurate,
        FixVerdict.Implausible => ReportLocationResponse.Types.Reason.Implausible,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
