using Platform.Commerce.Tests.StoreFront;
using Platform.Testing;

namespace Platform.EndToEnd.Access;

/// <summary>A ride that is driven, paid, shared and rated; and one that is cancelled when the driver is there, with a card that cannot be charged then.</summary>
internal sealed class RideStory(People people)
{
    private const string VehicleClass = "economy";
    private static readonly object Pickup = new { latitude = 41.85, longitude = -87.68 };
    private static readonly object Dropoff = new { latitude = 41.87, longitude = -87.65 };

    public async Task RunAsync()
    {
        var rider = await people.SignUpAsync();
        var drivers = await Task.WhenAll(people.SignUpAsync("driver"), people.SignUpAsync("driver"));
        await Task.WhenAll(drivers.Select(driver =>
            driver.PostAsync($"/v1/drivers/{driver.User}:goOnline", new { vehicle = new { vehicleClass = VehicleClass }, position = Position() })));
        await DriveAsync(rider, drivers);
        await CancelAsync(rider, drivers[1]);
    }

    /// <summary>Both drivers are asked; the offer of the one who says nothing is withdrawn.</summary>
    private static async Task DriveAsync(Visitor rider, Visitor[] drivers)
    {
        var ride = await AskAsync(rider, "tok_visa");
        var offers = await Task.WhenAll(drivers.Select(driver => AwaitOfferAsync(driver, ride)));
        await ComeAsync(rider, drivers[0], ride, offers[0]);

        var startCode = (await rider.GetAsync("/v1/" + ride)).GetProperty("startCode").GetString();
        await drivers[0].PostAsync($"/v1/{ride}:start", new { startCode });
        await rider.PostAsync($"/v1/{ride}:share", new { });
        await drivers[0].PostAsync($"/v1/{ride}:complete", new { location = Dropoff });
        await rider.AwaitAsync(ride, "paymentState", "PAID");
        await rider.PostAsync($"/v1/{ride}:rate", new { stars = 5 });
    }

    /// <summary>Who cancels so late owes a fee. The bank wants the rider to confirm it, who has left, so the payment is voided.</summary>
    private static async Task CancelAsync(Visitor rider, Visitor driver)
    {
        object[] positions = [Position()];
        await driver.PostAsync($"/v1/drivers/{driver.User}:reportLocation", new { positions });
        var ride = await AskAsync(rider, "tok_threeDSecure2Required");
        await ComeAsync(rider, driver, ride, await AwaitOfferAsync(driver, ride));

        await rider.PostAsync($"/v1/{ride}:cancel", new { });
    }

    private static async Task<string> AskAsync(Visitor rider, string paymentToken)
    {
        var request = new { pickup = Pickup, dropoff = Dropoff, vehicleClass = VehicleClass, paymentToken };
        return (await rider.PostAsync("/v1/rides", request)).GetProperty("name").GetString()!;
    }

    private static async Task<string> AwaitOfferAsync(Visitor driver, string ride)
    {
        var offer = "";
        await Eventually.AssertAsync(async () =>
        {
            var offers = (await driver.GetAsync($"/v1/drivers/{driver.User}/offers")).GetProperty("offers").EnumerateArray();
            var open = offers.Where(each => each.GetProperty("ride").GetString() == ride && each.GetProperty("state").GetString() == "OPEN");
            offer = open.ShouldHaveSingleItem().GetProperty("name").GetString()!;
        });
        return offer;
    }

    /// <summary>The driver accepts and comes to the pickup.</summary>
    private static async Task ComeAsync(Visitor rider, Visitor driver, string ride, string offer)
    {
        await driver.PostAsync($"/v1/{offer}:accept", new { });
        // Not before the matching has ended: it makes sure that the driver holds the ride.
        await rider.AwaitAsync(ride, "state", "ARRIVING");
        await driver.PostAsync($"/v1/{ride}:arrive", new { });
    }

    private static object Position() => new { location = Pickup, time = TimeProvider.System.GetUtcNow().UtcDateTime, accuracyMeters = 5 };
}
