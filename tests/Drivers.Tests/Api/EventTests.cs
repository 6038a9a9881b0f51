using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Drivers.Actors;
using Platform.Drivers.Clients;
using Platform.Drivers.Tests.Fakes;
using Platform.Drivers.V1;
using Platform.Messaging.Realtime;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Drivers.Tests.Api;

public sealed class EventTests
{
    [Fact]
    public async Task Ride_FromOfferToMove_IsToldToOthersAndTheDriver()
    {
        var realtime = new FakeRealtime();
        await using var platform = await TestPlatform.StartAsync(new ServiceSettings<DriverActor>
        {
            AppId = "drivers",
            Configuration = new Dictionary<string, string?> { ["Drivers:CountInterval"] = "00:00:01" },
            ConfigureServices = services => services.AddSingleton<IRides>(new FakeRides()).AddSingleton<IRealtimePublisher>(realtime),
        });
        using var offers = await Subscription<OfferChanged>.StartAsync(platform["drivers"], "drivers-offer-changed");
        using var moves = await Subscription<DriversMoved>.StartAsync(platform["drivers"], "drivers-driver-moved");
        using var counts = await Subscription<AvailabilityChanged>.StartAsync(platform["drivers"], "drivers-availability-changed");
        var client = new DriverService.DriverServiceClient(platform["drivers"].Channel);
        var (me, place) = (DriversFixture.By("ana"), DriversFixture.NewPlace());
        Position Here() => new() { Location = place, Time = TimeProvider.System.GetUtcNow().ToTimestamp() };

        await client.GoOnlineAsync(new GoOnlineRequest { Name = "drivers/me", Vehicle = new Vehicle { VehicleClass = "economy" }, Position = Here() }, me);
        var offer = DriversFixture.Offer("ana");
        await client.OfferRideAsync(offer);
        await client.AcceptOfferAsync(new AcceptOfferRequest { Name = "offers/" + offer.OfferId }, me);

        await Eventually.AssertAsync(async () =>
        {
            await client.ReportLocationAsync(new ReportLocationRequest { Name = "drivers/me", Positions = { Here() } }, me);
            var told = offers.Events.ShouldHaveSingleItem();
            (told.Offer, told.Ride, told.Driver, told.State).ShouldBe(("offers/" + offer.OfferId, offer.Ride, "drivers/ana", Offer.Types.State.Accepted));
            moves.Events.ShouldNotBeEmpty();
            moves.Events.SelectMany(each => each.Moves).ShouldAllBe(move => move.Ride == offer.Ride && move.Location.Equals(place));
            counts.Events.Last().Cells.ShouldHaveSingleItem().OnlineCount.ShouldBe(1);
        });
        realtime.Shown.Select(each => (each.Channel, each.Type, ((Offer)each.Data).State)).ShouldBe(
            [("drivers/ana", "offer.created", Offer.Types.State.Open), ("drivers/ana", "offer.changed", Offer.Types.State.Accepted)]);
        platform.Logs.ShouldHoldNoErrors();
    }
}
