using Google.Protobuf.WellKnownTypes;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Earnings;
using Platform.Rides.Domain.Fares;
using Platform.Rides.V1;
using Enum = System.Enum;
using Fare = Platform.Rides.Domain.Fares.Fare;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Api;

/// <summary>Rides as messages.</summary>
internal static class RideMapper
{
    /// <summary>A ride as both parties see it.</summary>
    public static V1.Ride ToProto(Ride ride) => new()
    {
        Name = RideNames.Of(ride.Id),
        Rider = ride.Rider,
        State = ToProto(ride.State),
        Pickup = Points.ToProto(ride.Pickup),
        Dropoff = Points.ToProto(ride.Dropoff),
        VehicleClass = ride.VehicleClass,
        Quote = ToProto(ride.Reroute ?? ride.Quote),
        FinalFare = ride.FinalFare is { } fare ? ToProto(fare) : null,
        FareChanges = { ride.FareChanges },
        Assignment = ride.Assignment is { } assignment
            ? new V1.Assignment { Driver = assignment.Driver, Vehicle = assignment.Vehicle, RatingTenths = assignment.RatingTenths }
            : null,
        PickupTime = ToProto(ride.PickupTime),
        EndReason = ride.EndReason,
        PaymentState = ToProto(ride.Payment),
        DriverStars = ride.DriverStars,
        RiderStars = ride.RiderStars,
        Sos = { ride.Sos.Select(ToProto) },
        History = { ride.History.Select(ToProto) },
        CreateTime = ToProto(ride.CreateTime),
        UpdateTime = ToProto(ride.UpdateTime),
        Etag = ride.Revision.ToString(),
    };

    /// <summary>A ride as its rider sees it: with the start code, until it is used.</summary>
    public static V1.Ride ToRider(Ride ride)
    {
        var message = ToProto(ride);
        message.StartCode = ride.HasEnded || ride.State == RideState.InProgress ? "" : ride.StartCode;
        return message;
    }

    public static V1.Quote ToProto(RideQuote quote) => new()
    {
        QuoteId = quote.QuoteId,
        VehicleClass = quote.VehicleClass,
        DistanceMeters = quote.Meters,
        Duration = Duration.FromTimeSpan(quote.Duration),
        Fare = ToProto(quote.Fare),
        PriceLow = quote.PriceWithoutSurge.ToProto(),
        PriceHigh = quote.Fare.Total.ToProto(),
        PickupEta = quote.PickupEta is { } eta ? Duration.FromTimeSpan(eta) : null,
        ExpireTime = ToProto(quote.ExpireTime),
        RouteSource = quote.IsByRoads ? "ROADS" : "HAVERSINE",
    };

    public static Receipt ToReceipt(Ride ride) => new()
    {
        Name = RideNames.ReceiptOf(ride.Id),
        Ride = RideNames.Of(ride.Id),
        Fare = ToProto(ride.FinalFare!),
        QuotedTotal = ride.Quote.Fare.Total.ToProto(),
        FareChanges = { ride.FareChanges },
        Pickup = Points.ToProto(ride.Pickup),
        Dropoff = Points.ToProto(ride.Dropoff),
        DistanceMeters = ride.State == RideState.Completed ? (ride.Reroute ?? ride.Quote).Meters : 0,
        Duration = Duration.FromTimeSpan(ride.EndTime - ride.StartTime ?? TimeSpan.Zero),
        Driver = ride.Assignment?.Driver ?? "",
        Vehicle = ride.Assignment?.Vehicle ?? "",
        Payment = RideNames.PaymentOf(ride.PaymentId),
        ChargeTime = ToProto(ride.ChargeTime),
    };

    public static Earning ToProto(EarningEntry entry) => new()
    {
        EntryId = entry.Id,
        Ride = RideNames.Of(entry.RideId),
        Kind = entry.Kind,
        Gross = entry.Gross.ToProto(),
        Commission = entry.Commission.ToProto(),
        Net = entry.Net.ToProto(),
        Time = ToProto(entry.Time),
    };

    public static V1.Ride.Types.State ToProto(RideState state) => Enum.Parse<V1.Ride.Types.State>(state.ToString());

    private static V1.Fare ToProto(Fare fare) => new()
    {
        Base = fare.Base.ToProto(),
        Distance = fare.Distance.ToProto(),
        Time = fare.Time.ToProto(),
        Surge = fare.Surge.ToProto(),
        Adjustment = fare.Adjustment.ToProto(),
        Tolls = fare.Tolls.ToProto(),
        Waiting = fare.Waiting.ToProto(),
        Fee = fare.Fee.ToProto(),
        Total = fare.Total.ToProto(),
        SurgePercent = fare.SurgePercent,
    };

    private static V1.Ride.Types.Sos ToProto(Sos sos) => new()
    {
        User = sos.User,
        Location = sos.Location is { } location ? Points.ToProto(location) : null,
        Message = sos.Message,
        Time = ToProto(sos.Time),
    };

    private static V1.Ride.Types.HistoryEntry ToProto(HistoryEntry entry) => new()
    {
        Time = ToProto(entry.Time),
        State = ToProto(entry.State),
        Event = System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(entry.Event.ToString()),
        Driver = entry.Driver,
    };

    private static V1.Ride.Types.PaymentState ToProto(RidePayment payment) => payment switch
    {
        RidePayment.Authorized => V1.Ride.Types.PaymentState.Authorized,
        RidePayment.Charging => V1.Ride.Types.PaymentState.Charging,
        RidePayment.Paid => V1.Ride.Types.PaymentState.Paid,
        RidePayment.Review => V1.Ride.Types.PaymentState.Review,
        RidePayment.Free => V1.Ride.Types.PaymentState.Free,
        _ => V1.Ride.Types.PaymentState.Unspecified,
    };

    private static Timestamp? ToProto(DateTimeOffset? time) => time is { } value ? Timestamp.FromDateTimeOffset(value) : null;
}
