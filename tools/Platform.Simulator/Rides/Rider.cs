using Google.Type;
using Platform.Geography;
using Platform.Rides.V1;

namespace Platform.Simulator.Rides;

/// <summary>Somebody who asks for a ride, waits, is driven, and rates.</summary>
internal sealed class Rider(RideCity city, int number, TripRequest request)
{
    private const double ChangesMind = 0.03;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(6);

    private readonly Random _random = new(HashCode.Combine(city.Options.Seed, "rider", number));
    private readonly string _user = $"rider-{number}";
    private Ride? _ride;

    /// <summary>Lives through one request, from its time on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(request.Start, cancellationToken);
        var from = city.Map.RandomNode(_random);
        var to = city.Map.NodeAt(from, request.Meters, _random);
        try
        {
            _ride = await AskAsync(city.Map[from], city.Map[to], cancellationToken);
            await FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The simulation is over, and the ride is not: the checker sees that.
        }

        city.Records.Add(new RideRecord(request, _user, _ride));
    }

    private static LatLng ToLatLng(GeoPoint point) => new() { Latitude = point.Latitude, Longitude = point.Longitude };

    private static bool IsOver(Ride ride) => ride.State is Ride.Types.State.Cancelled or Ride.Types.State.Unmatched
        || (ride.State == Ride.Types.State.Completed && ride.PaymentState is Ride.Types.PaymentState.Paid or Ride.Types.PaymentState.Review or Ride.Types.PaymentState.Free);

    private async Task<Ride?> AskAsync(GeoPoint from, GeoPoint to, CancellationToken cancellationToken)
    {
        var me = RideCity.By(_user, "customer");
        var estimate = await city.TryAsync(
            () => city.Rides.EstimateRideAsync(
                new EstimateRideRequest { Pickup = ToLatLng(from), Dropoff = ToLatLng(to), VehicleClass = Driver.VehicleClass }, me, cancellationToken: cancellationToken),
            cancellationToken);
        return await city.TryAsync(
            () => city.Rides.CreateRideAsync(
                new CreateRideRequest
                {
                    Pickup = ToLatLng(from),
                    Dropoff = ToLatLng(to),
                    VehicleClass = Driver.VehicleClass,
                    QuoteId = estimate?.Quotes.FirstOrDefault()?.QuoteId ?? "",
                    PaymentToken = "tok_visa",
                    RequestId = "ride",
                },
                me,
                cancellationToken: cancellationToken),
            cancellationToken);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_ride is null)
        {
            return;
        }

        var (me, name) = (RideCity.By(_user, "customer"), _ride.Name);
        if (_random.NextDouble() < ChangesMind)
        {
            await Task.Delay(LongestChange * _random.NextDouble(), cancellationToken);
            await city.TryAsync(() => city.Rides.CancelRideAsync(new CancelRideRequest { Name = name, Reason = "changed my mind" }, me, cancellationToken: cancellationToken), cancellationToken);
        }

        while (!IsOver(_ride))
        {
            await Task.Delay(LookInterval, cancellationToken);
            _ride = await city.CallAsync(() => city.Rides.GetRideAsync(new GetRideRequest { Name = name }, me, cancellationToken: cancellationToken), cancellationToken);
            if (_ride.StartCode.Length > 0)
            {
                city.StartCodes[name] = _ride.StartCode;
            }
        }

        if (_ride.State == Ride.Types.State.Completed)
        {
            var rating = new RateRideRequest { Name = name, Stars = _random.Next(3, 6) };
            _ride = await city.TryAsync(() => city.Rides.RateRideAsync(rating, me, cancellationToken: cancellationToken), cancellationToken) ?? _ride;
        }
    }
}
