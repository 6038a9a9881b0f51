using System.Collections.Concurrent;
using Platform.Geography;
using Platform.Monetary;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;
using Platform.Rides.Ports;

namespace Platform.Rides.Tests.Fakes;

/// <summary>The drivers and payments service in memory. Every test has a spot of its own.</summary>
internal sealed class FakeCity : IDrivers, IPayments, ILinks
{
    private readonly ConcurrentDictionary<GeoPoint, Spot> _spots = new();
    private readonly ConcurrentDictionary<string, Spot> _spotOfRide = new();
    private int _spotCount;

    /// <summary>Claims a ride, as the driver service does: ride, driver, offer.</summary>
    public Func<string, string, string, Task<bool>> Claim { get; set; } = (_, _, _) => Task.FromResult(false);

    /// <summary>Tells that an offer ended: offer, ride, driver, state.</summary>
    public Func<string, string, string, string, Task> Tell { get; set; } = (_, _, _, _) => Task.CompletedTask;

    /// <summary>A spot where nobody else is.</summary>
    public Spot NewSpot()
    {
        var spot = new Spot(new GeoPoint(41.8 + (Interlocked.Increment(ref _spotCount) * 0.001), -87.65));
        _spots[spot.Pickup] = spot;
        return spot;
    }

    public Task<IReadOnlyList<Candidate>> FindAsync(DriverSearch search, CancellationToken cancellationToken)
    {
        var spot = _spots[search.Pickup];
        return Task.FromResult(spot.Call<IReadOnlyList<Candidate>>(
            "Find", () => [.. spot.Drivers.Where(driver => driver.IsFree && !search.Excluded.Contains(driver.Name)).Select(driver => driver.Candidate)]));
    }

    public Task<bool> OfferAsync(Ride ride, RideOffer offer, TimeSpan timeToLive, Money earnings, CancellationToken cancellationToken)
    {
        var spot = _spotOfRide[ride.Id] = _spots[ride.Pickup];
        var driver = DriverOf(spot, offer.Driver);
        return Task.FromResult(spot.Call("Offer", () =>
        {
            var (hasIt, isNew) = driver.Offer(offer.OfferId);
            if (isNew)
            {
                _ = Task.Run(() => ReactAsync(driver, ride.Id, offer.OfferId), CancellationToken.None);
            }

            return hasIt;
        }));
    }

    public Task WithdrawAsync(string driver, string offerId, CancellationToken cancellationToken)
    {
        var spot = _spotOfRide[offerId[..24]];
        return Task.FromResult(spot.Call("Withdraw", () => DriverOf(spot, driver).End(offerId)));
    }

    public Task<bool> AssignAsync(string driver, string rideId, string offerId, CancellationToken cancellationToken)
    {
        var spot = _spotOfRide[rideId];
        return Task.FromResult(spot.Call("Assign", () => DriverOf(spot, driver).Assign(rideId, offerId)));
    }

    public Task StartTripAsync(string driver, string rideId, CancellationToken cancellationToken)
    {
        DriverOf(_spotOfRide[rideId], driver).StartTrip(rideId);
        return Task.CompletedTask;
    }

    public Task ReleaseAsync(string driver, string rideId, CancellationToken cancellationToken)
    {
        var spot = _spotOfRide[rideId];
        spot.Call("Release", () =>
        {
            DriverOf(spot, driver).Release(rideId);
            return true;
        });
        return Task.CompletedTask;
    }

    public Task RateAsync(string driver, string rideId, int stars, CancellationToken cancellationToken)
    {
        DriverOf(_spotOfRide[rideId], driver).Ratings[rideId] = stars;
        return Task.CompletedTask;
    }

    public Task<bool> AuthorizeAsync(Ride ride, string paymentId, Money amount, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> ChargeAsync(Ride ride, string paymentId, Money amount, CancellationToken cancellationToken)
    {
        var spot = _spots[ride.Pickup];
        return Task.FromResult(spot.Call("Charge", () =>
        {
            if (spot.Declines > 0)
            {
                spot.Declines--;
                return false;
            }

            spot.Charged[paymentId] = amount;
            return true;
        }));
    }

    public Task VoidAsync(string paymentId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> ShortenAsync(string url, DateTimeOffset expireTime, string requestId, CancellationToken cancellationToken) =>
        Task.FromResult("https://short/" + requestId);

    private static FakeDriver DriverOf(Spot spot, string driver) => spot.Drivers.Single(each => each.Name == driver);

    private async Task ReactAsync(FakeDriver driver, string rideId, string offerId)
    {
        if (driver.Reaction == Reaction.Accept)
        {
            var isGranted = await Claim("rides/" + rideId, driver.Name, offerId);
            if (isGranted)
            {
                driver.Assign(rideId, offerId);
            }
            else
            {
                driver.End(offerId);
            }
        }
        else if (driver.Reaction == Reaction.Decline && driver.End(offerId))
        {
            await Tell("offers/" + offerId, "rides/" + rideId, driver.Name, "DECLINED");
        }
    }
}
