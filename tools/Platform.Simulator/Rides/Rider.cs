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

    /// <summary>Lives through one request, from its time on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(request.Start, cancellationToken);
        var from = city.Map.RandomNode(_random);
        var to = city.Map.NodeAt(from, request.Meters, _random);
        var ride = await AskAsync(city.Map[from], city.Map[to], cancellationToken);
        city.Records.Add(new RideRecord(request, _user, ride is null ? null : await FollowAsync(ride, cancellationToken)));
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

    private async Task<Ride> FollowAsync(Ride ride, CancellationToken cancellationToken)
    {
        var me = RideCity.By(_user, "customer");
        if (_random.NextDouble() < ChangesMind)
        {
            await Task.Delay(LongestChange * _random.NextDouble(), cancellationToken);
            await city.TryAsync(() => city.Rides.CancelRideAsync(new CancelRideRequest { Name = ride.Name, Reason = "changed my mind" }, me, cancellationToken: cancellationToken), cancellationToken);
        }

        while (!IsOver(ride))
        {
            await Task.Delay(LookInterval, cancellationToken);
            ride = await city.CallAsync(() => city.Rides.GetRideAsync(new GetRideRequest { Name = ride.Name }, me, cancellationToken: cancellationToken), cancellationToken);
            if (ride.StartCode.Length > 0)
            {
                city.StartCodes[ride.Name] = ride.StartCode;
            }
        }

        return ride.State == Ride.Types.State.Completed ? await RateAsync(ride, cancellationToken) : ride;
    }

    private async Task<Ride> RateAsync(Ride ride, CancellationToken cancellationToken) =>
        await city.TryAsync(
            () => city.Rides.RateRideAsync(
                new RateRideRequest { Name = ride.Name, Stars = _random.Next(3, 6) }, RideCity.By(_user, "customer"), cancellationToken: cancellationToken),
            cancellationToken) ?? ride;
}
