using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Platform.Drivers.V1;
using Platform.Geography;
using Platform.Geography.Roads;
using Platform.Rides.V1;
using Availability = Platform.Drivers.V1.Driver.Types.Availability;

namespace Platform.Simulator.Rides;

/// <summary>Somebody with a car: says where it is, thinks about offers, drives.</summary>
internal sealed class Driver(RideCity city, int number)
{
    /// <summary>What everybody drives.</summary>
    public const string VehicleClass = "economy";

    private const double Accepts = 0.85;
    private const double Declines = 0.95;
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DriveInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestThought = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(HashCode.Combine(city.Options.Seed, "driver", number));
    private readonly Metadata _me = RideCity.By($"driver-{number}", "driver");
    private readonly string _name = $"drivers/driver-{number}";
    private GeoPoint _place = new(0, 0);

    /// <summary>Works until the simulation is over.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _place = city.Map[city.Map.RandomNode(_random)];
        await Task.Delay(IdleInterval * _random.NextDouble(), cancellationToken);
        await GoOnlineAsync(cancellationToken);
        using var timer = new PeriodicTimer(IdleInterval);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            switch (await ReportAsync(cancellationToken))
            {
                case Availability.Offered:
                    await ConsiderAsync(cancellationToken);
                    break;
                case Availability.Assigned or Availability.OnTrip:
                    await GoOnAsync(cancellationToken);
                    break;
                case Availability.Offline:
                    // The platform was away, and took the silence for going home.
                    await GoOnlineAsync(cancellationToken);
                    break;
            }
        }
    }

    private async Task GoOnlineAsync(CancellationToken cancellationToken) => await city.TryAsync(
        () => city.Drivers.GoOnlineAsync(
            new GoOnlineRequest { Name = _name, Vehicle = new Vehicle { VehicleClass = VehicleClass, Plate = $"SIM-{number}", Model = "Saloon", Seats = 4 }, Position = Position() },
            _me,
            cancellationToken: cancellationToken),
        cancellationToken);

    private Position Position() => new()
    {
        Location = new LatLng { Latitude = _place.Latitude, Longitude = _place.Longitude },
        Time = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
        AccuracyMeters = 5,
    };

    private async Task<Availability> ReportAsync(CancellationToken cancellationToken)
    {
        var answer = await city.TryAsync(
            () => city.Drivers.ReportLocationAsync(new ReportLocationRequest { Name = _name, Positions = { Position() } }, _me, cancellationToken: cancellationToken),
            cancellationToken);
        return answer?.Availability ?? Availability.Unspecified;
    }

    private async Task ConsiderAsync(CancellationToken cancellationToken)
    {
        var offers = await city.TryAsync(() => city.Drivers.ListOffersAsync(new ListOffersRequest { Parent = _name }, _me, cancellationToken: cancellationToken), cancellationToken);
        foreach (var seen in offers?.Offers ?? [])
        {
            city.Offers[seen.Name] = seen;
        }

        // One that was thought about already is left to end.
        if (offers?.Offers.FirstOrDefault(each => each.State == Offer.Types.State.Open) is not { } offer || !city.Thought.TryAdd(offer.Name, 0))
        {
            return;
        }

        await Task.Delay(LongestThought * _random.NextDouble(), cancellationToken);
        var mood = _random.NextDouble();
        if (mood < Accepts)
        {
            var reaction = TimeProvider.System.GetUtcNow() - offer.CreateTime.ToDateTimeOffset();
            if (await city.TryAsync(() => city.Drivers.AcceptOfferAsync(new AcceptOfferRequest { Name = offer.Name }, _me, cancellationToken: cancellationToken), cancellationToken) is not null)
            {
                city.Reactions[offer.Ride] = reaction;
                await DriveAsync(offer.Ride, cancellationToken);
            }
        }
        else if (mood < Declines)
        {
            await city.TryAsync(() => city.Drivers.DeclineOfferAsync(new DeclineOfferRequest { Name = offer.Name }, _me, cancellationToken: cancellationToken), cancellationToken);
        }
    }

    /// <summary>Does what is next for the ride until there is nothing more: also where this driver does not know what became of the last call.</summary>
    private async Task DriveAsync(string name, CancellationToken cancellationToken)
    {
        while (await city.TryAsync(() => city.Rides.GetRideAsync(new GetRideRequest { Name = name }, _me, cancellationToken: cancellationToken), cancellationToken) is { } ride)
        {
            switch (ride.State)
            {
                case Ride.Types.State.Assigned or Ride.Types.State.Arriving when await MoveAsync(Point(ride.Pickup), cancellationToken):
                    await city.TryAsync(() => city.Rides.ArriveRideAsync(new ArriveRideRequest { Name = name }, _me, cancellationToken: cancellationToken), cancellationToken);
                    break;
                case Ride.Types.State.Arrived when await AwaitCodeAsync(name, cancellationToken) is { } code:
                    await city.TryAsync(() => city.Rides.StartRideAsync(new StartRideRequest { Name = name, StartCode = code }, _me, cancellationToken: cancellationToken), cancellationToken);
                    break;
                case Ride.Types.State.InProgress:
                    await MoveAsync(Point(ride.Dropoff), cancellationToken);
                    await city.TryAsync(() => city.Rides.CompleteRideAsync(new CompleteRideRequest { Name = name, Location = ride.Dropoff }, _me, cancellationToken: cancellationToken), cancellationToken);
                    break;
                case Ride.Types.State.Completed:
                    await city.TryAsync(() => city.Rides.RateRideAsync(new RateRideRequest { Name = name, Stars = _random.Next(3, 6) }, _me, cancellationToken: cancellationToken), cancellationToken);
                    return;
                default:
                    return;
            }
        }
    }

    /// <summary>Goes on with a ride that the platform says is this driver's.</summary>
    private async Task GoOnAsync(CancellationToken cancellationToken)
    {
        var me = await city.TryAsync(() => city.Drivers.GetDriverAsync(new GetDriverRequest { Name = _name }, _me, cancellationToken: cancellationToken), cancellationToken);
        if (me is { Ride.Length: > 0 })
        {
            await DriveAsync(me.Ride, cancellationToken);
        }
    }

    private static GeoPoint Point(LatLng location) => new(location.Latitude, location.Longitude);

    /// <summary>The rider gets in and says the code; null when nobody comes any more.</summary>
    private async Task<string?> AwaitCodeAsync(string ride, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(DriveInterval);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (city.StartCodes.TryGetValue(ride, out var code))
            {
                return code;
            }

            if (await ReportAsync(cancellationToken) is Availability.Available or Availability.Offline or Availability.Offered)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Drives along the streets, and says where; false when the ride is off.</summary>
    private async Task<bool> MoveAsync(GeoPoint goal, CancellationToken cancellationToken)
    {
        var route = city.Map.Route(_place, goal) ?? new RoadRoute(0, 0, [_place, goal]);
        var time = city.Real(route.Seconds);
        var start = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(DriveInterval);
        while (TimeProvider.System.GetElapsedTime(start) is var elapsed && elapsed < time)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            _place = route.Path[(int)Math.Min(route.Path.Count - 1, route.Path.Count * (elapsed / time))];
            if (await ReportAsync(cancellationToken) is Availability.Available or Availability.Offline or Availability.Offered)
            {
                return false;
            }
        }

        _place = goal;
        await ReportAsync(cancellationToken);
        return true;
    }
}
