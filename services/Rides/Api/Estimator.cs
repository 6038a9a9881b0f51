using Microsoft.Extensions.Options;
using Platform.Geography;
using Platform.Hosting.Failures;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Domain.Offers;
using Platform.Rides.Domain.Routing;
using Platform.Rides.Ports;
using Platform.Rides.Storage;
using Route = Platform.Rides.Domain.Routing.Route;

namespace Platform.Rides.Api;

/// <summary>Says what rides would take and cost.</summary>
internal sealed class Estimator(
    TariffBook tariffs, RouteEstimator routes, SpeedStore speeds, SurgeMeter surge, IDrivers drivers, IOptions<RidesOptions> options, TimeProvider clock)
{
    private const long MaxMeters = 300_000;
    private const double SupplyRadiusMeters = 3_000;
    private const int SupplyLimit = 100;
    private const int QuoteIdLength = 24;

    /// <summary>Quotes for a ride now, cheapest first.</summary>
    /// <param name="pickup">From where.</param>
    /// <param name="dropoff">To where.</param>
    /// <param name="vehicleClass">Only this class; empty for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FailedPreconditionException">NOT_SERVED, ROUTE_TOO_LONG.</exception>
    public async Task<Estimate> EstimateAsync(GeoPoint pickup, GeoPoint dropoff, string vehicleClass, CancellationToken cancellationToken)
    {
        var city = tariffs.FindCity(pickup) ?? throw new FailedPreconditionException("NOT_SERVED", "There are no rides from there.");
        var classes = city.Tariffs.Values.Where(tariff => vehicleClass.Length == 0 || tariff.VehicleClass == vehicleClass).ToList();
        if (classes.Count == 0)
        {
            throw new FailedPreconditionException("NOT_SERVED", "There are no rides of this class.") { Facts = { ["city"] = city.Id } };
        }

        var route = await RouteAsync(city, pickup, dropoff, cancellationToken);
        var near = await drivers.FindAsync(new DriverSearch(pickup, SupplyRadiusMeters, "", 0, SupplyLimit, []), cancellationToken);
        var percent = surge.Percent(Cells.Of(pickup), near.Count);
        var eta = near.Count == 0 ? (TimeSpan?)null : near.Min(driver => CandidateScore.EtaOf(driver, pickup));
        var quoteId = System.Security.Cryptography.RandomNumberGenerator.GetHexString(QuoteIdLength, lowercase: true);
        var quotes = classes.Select(tariff => Quote(tariff, route, percent) with { QuoteId = quoteId, PickupEta = eta });
        return new Estimate(pickup, dropoff, city.Id, [.. quotes.OrderBy(quote => quote.Fare.Total)]);
    }

    /// <summary>What a ride takes and costs to another dropoff, at the surge of its quote.</summary>
    /// <exception cref="FailedPreconditionException">ROUTE_TOO_LONG.</exception>
    public async Task<RideQuote> RequoteAsync(Ride ride, GeoPoint dropoff, CancellationToken cancellationToken)
    {
        var city = tariffs.Cities.FirstOrDefault(each => each.Id == ride.City);
        var route = await RouteAsync(city, ride.Pickup, dropoff, cancellationToken);
        return Quote(ride.Quote.Tariff, route, ride.Quote.Fare.SurgePercent) with { QuoteId = ride.Quote.QuoteId, PickupEta = ride.Quote.PickupEta };
    }

    private RideQuote Quote(Tariff tariff, Route route, int percent) => new(
        QuoteId: "",
        tariff,
        route.Meters,
        route.Duration,
        FareCalculator.Compute(tariff, route.Meters, route.Duration, percent),
        FareCalculator.Compute(tariff, route.Meters, route.Duration, Surges.None).Total,
        PickupEta: null,
        clock.GetUtcNow() + options.Value.QuoteLifetime,
        route.IsByRoads);

    private async Task<Route> RouteAsync(City? city, GeoPoint pickup, GeoPoint dropoff, CancellationToken cancellationToken)
    {
        var route = routes.Estimate(pickup, dropoff);
        if (route.Meters > MaxMeters)
        {
            throw new FailedPreconditionException("ROUTE_TOO_LONG", "The way is longer than rides go.") { Facts = { ["max_meters"] = MaxMeters.ToString() } };
        }

        if (city is null)
        {
            // Of a city where there are no rides any more nobody knows the hour.
            return route;
        }

        var history = await speeds.GetAsync(pickup, cancellationToken);
        return history.At(city.HourAt(clock.GetUtcNow())) is { } usual ? route with { Duration = TimeSpan.FromSeconds(Math.Round(route.Meters / usual)) } : route;
    }
}
