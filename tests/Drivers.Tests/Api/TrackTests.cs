using Platform.Drivers.V1;
using Platform.Testing;

namespace Platform.Drivers.Tests.Api;

public sealed class TrackTests(DriversFixture drivers) : IClassFixture<DriversFixture>
{
    [Fact]
    public async Task GetTrack_OfADayOnShift_IsSampledAndArchived()
    {
        var place = DriversFixture.NewPlace();
        var id = await drivers.NewDriverAsync(place);
        var (me, day) = (DriversFixture.By(id), drivers.Clock.GetUtcNow());
        for (var i = 0; i < 40; i++)
        {
            await drivers.ReportAsync(id, drivers.At(DriversFixture.North(place, i * 50)));
            drivers.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        await drivers.Client.GoOfflineAsync(new GoOfflineRequest { Name = "drivers/me" }, me);
        var request = new GetTrackRequest { Name = $"drivers/me/tracks/{day:yyyy-MM-dd}" };

        var track = await drivers.Client.GetTrackAsync(request, me);

        (track.Name, track.Archived).ShouldBe(($"drivers/{id}/tracks/{day:yyyy-MM-dd}", false));
        track.Positions.Count.ShouldBe(20);
        track.Positions.Select(position => position.Time.ToDateTimeOffset() - track.Positions[0].Time.ToDateTimeOffset())
            .ShouldBe(Enumerable.Range(0, 20).Select(i => TimeSpan.FromSeconds(10 * i)));

        // The next day it is archived, and a week later the archive is all that is left.
        await Eventually.AssertAsync(async () =>
        {
            drivers.Clock.Advance(TimeSpan.FromHours(26));
            var archived = await drivers.Client.GetTrackAsync(request, me);
            archived.Archived.ShouldBeTrue();
            archived.Positions.ShouldBe(track.Positions);
        });
        (await drivers.Client.GetTrackAsync(new GetTrackRequest { Name = "drivers/me/tracks/2001-01-01" }, me)).Positions.ShouldBeEmpty();
    }
}
