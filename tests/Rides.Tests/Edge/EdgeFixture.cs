using System.Text.Json;
using Gateway.Tests.Realtime;
using Platform.Commerce.Tests.StoreFront;
using Platform.Gateway;
using Platform.Identity;
using Platform.Shortener.Domain;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Rides.Tests.Edge;

/// <summary>Rides behind their public door: gateway, identity, shortener, payments, drivers and rides as they ship. Nothing in them may log an error.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    private const int Rows = 4;
    private int _places;
    private TestPlatform? _platform;

    /// <summary>Somebody who has not signed in.</summary>
    internal Visitor Anonymous => new(Client, "", token: null);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    private HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync(
            new ServiceSettings<IdentityOptions> { AppId = "identity" },
            new ServiceSettings<LinkRules> { AppId = "shortener" },
            new ServiceSettings<Platform.Payments.Actors.PaymentGuardActor> { AppId = "payments" },
            new ServiceSettings<Platform.Drivers.Actors.DriverActor> { AppId = "drivers" },
            new ServiceSettings<Platform.Rides.Workflows.MatchingSaga>
            {
                AppId = "rides",
                Configuration = new Dictionary<string, string?> { ["Rides:LookAgain"] = "00:00:00.2", ["Rides:OfferTime"] = "00:00:05" },
            },
            new ServiceSettings<GatewayOptions>
            {
                AppId = "gateway",
                Configuration = new Dictionary<string, string?> { ["Gateway:PublicUrl"] = "http://localhost:0", ["Gateway:RateLimits:IsEnabled"] = "false" },
            });
        Client.BaseAddress = Platform["gateway"].OtherAddresses.Single();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
            _platform.Logs.ShouldHoldNoErrors();
        }
    }

    /// <summary>Somebody who has signed in.</summary>
    internal async Task<Visitor> SignInAsync(string user, params string[] roles) => new(Client, user, await Platform.IssueTokenAsync(user, roles));

    /// <summary>A socket of somebody who has signed in.</summary>
    internal async Task<RealtimeClient> ConnectAsync(string user, params string[] roles)
    {
        var token = await Platform.IssueTokenAsync(user, roles);
        var client = await RealtimeClient.OpenAsync(Client.BaseAddress!, options => options.SetRequestHeader("Authorization", "Bearer " + token));
        await client.ReadAsync("hello");
        return client;
    }

    /// <summary>Where a path leads; null where it does not redirect.</summary>
    internal async Task<Uri?> FollowAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return response.Headers.Location;
    }

    /// <summary>A pickup in Chicago, too far from the others to see their drivers.</summary>
    internal Place NewPlace()
    {
        var number = Interlocked.Increment(ref _places) - 1;
        return new Place(41.55 + (0.2 * (number % Rows)), -88 + (0.26 * (number / Rows)));
    }

    /// <summary>A driver who is online at a place.</summary>
    internal async Task<Visitor> NewDriverAsync(string user, Place place)
    {
        var driver = await SignInAsync(user, "driver");
        await driver.PostAsync("/v1/drivers/me:goOnline", new { vehicle = new { vehicleClass = "economy" }, position = place.Now() });
        return driver;
    }

    /// <summary>The offer that a driver gets.</summary>
    internal static async Task<string> AwaitOfferAsync(Visitor driver)
    {
        var name = "";
        await Eventually.AssertAsync(async () =>
        {
            var offers = (await driver.GetAsync("/v1/drivers/me/offers")).GetProperty("offers").EnumerateArray();
            name = offers.First(offer => offer.GetProperty("state").GetString() == "OPEN").GetProperty("name").GetString()!;
        });
        return name;
    }

    /// <summary>A ride with a driver who is on the way.</summary>
    /// <returns>The names of the ride and of the offer.</returns>
    internal static async Task<(string Ride, string Offer)> NewRideAsync(Visitor rider, Visitor driver, Place place)
    {
        var ride = (await rider.PostAsync("/v1/rides", place.Request())).GetProperty("name").GetString()!;
        var offer = await AwaitOfferAsync(driver);
        await driver.PostAsync($"/v1/{offer}:accept", new { });
        await AwaitAsync(rider, ride, "ARRIVING");
        return (ride, offer);
    }

    /// <summary>The ride when it is in a state.</summary>
    internal static async Task<JsonElement> AwaitAsync(Visitor rider, string ride, string state)
    {
        var seen = default(JsonElement);
        await Eventually.AssertAsync(
            async () =>
            {
                seen = await rider.GetAsync("/v1/" + ride);
                seen.GetProperty("state").GetString().ShouldBe(state);
            },
            TimeSpan.FromMinutes(1));
        return seen;
    }

    /// <summary>A place as requests name it.</summary>
    internal sealed record Place(double Latitude, double Longitude)
    {
        public object Location => new { latitude = Latitude, longitude = Longitude };

        public object Now(double seconds = 0) => new { location = Location, time = TimeProvider.System.GetUtcNow().AddSeconds(seconds) };

        public object Request() => new { pickup = Location, dropoff = new { latitude = Latitude + 0.05, longitude = Longitude }, vehicleClass = "economy", paymentToken = "tok_visa" };
    }
}
