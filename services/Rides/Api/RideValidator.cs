using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Rides.Domain;
using Platform.Rides.V1;

namespace Platform.Rides.Api;

/// <summary>Looks at requests: all that is wrong with one is told at once.</summary>
internal sealed class RideValidator(IOptions<RidesOptions> options, TimeProvider clock)
{
    private const int MaxTokenLength = 256;
    private const int MaxIdLength = 128;
    private const int MaxClassLength = 32;
    private const int MaxTextLength = 500;
    private const int MaxStars = 5;
    private const int MaxTolls = 200;
    private const string PointRule = "must be a point: latitude -90 to 90, longitude -180 to 180";

    private static readonly TimeSpan LeastAhead = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(30);

    public static void Check(EstimateRideRequest request) => new FieldValidator()
        .Require(Points.IsPoint(request.Pickup), "pickup", PointRule)
        .Require(Points.IsPoint(request.Dropoff), "dropoff", PointRule)
        .Require(request.VehicleClass.Length == 0 || IsClass(request.VehicleClass), "vehicle_class", $"must be 1 to {MaxClassLength} of a-z0-9-")
        .ThrowIfInvalid();

    public void Check(CreateRideRequest request) => new FieldValidator()
        .Require(Points.IsPoint(request.Pickup), "pickup", PointRule)
        .Require(Points.IsPoint(request.Dropoff), "dropoff", PointRule)
        .Require(IsClass(request.VehicleClass), "vehicle_class", $"must be 1 to {MaxClassLength} of a-z0-9-")
        .Require(request.QuoteId.Length <= MaxIdLength, "quote_id", $"must be at most {MaxIdLength} characters")
        .Require(request.PaymentToken.Length <= MaxTokenLength, "payment_token", $"must be at most {MaxTokenLength} characters")
        .Require(request.PaymentToken.Length > 0 || options.Value.DefaultPaymentToken.Length > 0, "payment_token", "must be set")
        .Require(
            request.PaymentToken.Length == 0 || !request.PaymentToken.All(IsPartOfCardNumber), "payment_token", "must be a token of the payment provider, never a card number")
        .Require(request.PickupTime is null || IsBookable(request.PickupTime), "pickup_time", "must be 15 minutes to 30 days from now")
        .Require(request.MinRatingTenths is 0 or (>= 10 and <= 50), "min_rating_tenths", "must be 10 to 50")
        .Require(request.RequestId.Length <= MaxIdLength, "request_id", $"must be at most {MaxIdLength} characters")
        .ThrowIfInvalid();

    public static void Check(CancelRideRequest request) =>
        new FieldValidator().Require(request.Reason.Length <= MaxTextLength, "reason", $"must be at most {MaxTextLength} characters").ThrowIfInvalid();

    public static void Check(StartRideRequest request) =>
        new FieldValidator().Require(request.StartCode.Length == StartCodes.Length && request.StartCode.All(char.IsAsciiDigit), "start_code", "must be six digits").ThrowIfInvalid();

    public static void Check(ChangeDropoffRequest request) => new FieldValidator().Require(Points.IsPoint(request.Dropoff), "dropoff", PointRule).ThrowIfInvalid();

    public static void Check(CompleteRideRequest request, Domain.Ride ride) => new FieldValidator()
        .Require(request.Location is null || Points.IsPoint(request.Location), "location", PointRule)
        .Require(request.Tolls is null || IsToll(request.Tolls, ride.Quote.Fare.Total.Currency), "tolls", $"must be 0 to {MaxTolls} {ride.Quote.Fare.Total.Currency} in whole minor units")
        .ThrowIfInvalid();

    public static void Check(RateRideRequest request) =>
        new FieldValidator().Require(request.Stars is >= 1 and <= MaxStars, "stars", $"must be 1 to {MaxStars}").ThrowIfInvalid();

    public static void Check(RaiseSosRequest request) => new FieldValidator()
        .Require(request.Location is null || Points.IsPoint(request.Location), "location", PointRule)
        .Require(request.Message.Length <= MaxTextLength, "message", $"must be at most {MaxTextLength} characters")
        .ThrowIfInvalid();

    private static bool IsClass(string text) => text.Length is > 0 and <= MaxClassLength && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsPartOfCardNumber(char character) => char.IsAsciiDigit(character) || character is ' ' or '-';

    private static bool IsToll(Google.Type.Money tolls, string currency) =>
        Money.TryFromProto(tolls, out var money) && money.Currency == currency && money.IsMinor && money.Amount is >= 0 and <= MaxTolls;

    // Compared in seconds: a timestamp from outside may be no time at all.
    private bool IsBookable(Google.Protobuf.WellKnownTypes.Timestamp time)
    {
        var ahead = time.Seconds - clock.GetUtcNow().ToUnixTimeSeconds();
        return ahead >= LeastAhead.TotalSeconds && ahead <= MostAhead.TotalSeconds && time.Nanos is >= 0 and < 1_000_000_000;
    }
}
