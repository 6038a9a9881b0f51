using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Tests.Domain;

public sealed class RegionCountTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Region _region = new(City.Rules, Start.AddHours(-1));

    [Fact]
    public void CountByCellAndSweep_AnyChanges_AreThoseOfLookingAtEveryDriver()
    {
        var random = new Random(7);
        var heard = new Dictionary<string, (DateTimeOffset Time, GeoPoint Point, Availability Availability)>(StringComparer.Ordinal);
        var now = Start;
        for (var stamp = 1; stamp <= 20_000; stamp++)
        {
            now = now.AddMilliseconds(random.Next(1, 500));
            var id = $"driver-{random.Next(60)}";
            var availability = (Availability)random.Next(Enum.GetValues<Availability>().Length);
            Fix[] fixes = random.Next(3) == 0 ? [] : [Somewhere(random, now)];
            if (random.Next(2) == 0)
            {
                _region.Put(new Presence(id, stamp, fixes, availability, "", 5, 1, Vehicle.None), now);
                Expect(heard, id, fixes, availability, now);
            }
            else if (_region.Take(new Report(id, fixes), now) is { } sighting && sighting.Verdicts.Contains(FixVerdict.Accepted))
            {
                heard[id] = heard[id] with { Time = now, Point = fixes[0].Point };
            }

            var loud = heard.Values.Where(each => now - each.Time < City.Rules.SilenceLimit).ToList();
            _region.CountByCell(now).ShouldBe(
                loud.GroupBy(each => Geohash.Encode(each.Point, 5))
                    .Select(cell => new CellCount(cell.Key, cell.Count(), cell.Count(each => each.Availability == Availability.Available)))
                    .OrderBy(cell => cell.Cell, StringComparer.Ordinal));
            if (random.Next(20) == 0)
            {
                _region.Sweep(now).ShouldBe(heard.Where(each => now - each.Value.Time >= City.Rules.SilenceLimit).Select(each => each.Key), ignoreOrder: true);
                heard.Where(each => now - each.Value.Time >= 2 * City.Rules.SilenceLimit).ToList().ForEach(each => heard.Remove(each.Key));
            }

            _region.Count.ShouldBe(heard.Count);
        }
    }

    private static void Expect(
        Dictionary<string, (DateTimeOffset Time, GeoPoint Point, Availability Availability)> heard, string id, Fix[] fixes, Availability availability, DateTimeOffset now)
    {
        if (availability == Availability.Offline)
        {
            heard.Remove(id);
        }
        else if (fixes is [var fix])
        {
            heard[id] = (now, fix.Point, availability);
        }
        else if (heard.TryGetValue(id, out var known))
        {
            heard[id] = known with { Availability = availability };
        }
    }

    private static Fix Somewhere(Random random, DateTimeOffset time) =>
        new(new GeoPoint(City.Centre.Latitude + (random.NextDouble() * 0.1), City.Centre.Longitude + (random.NextDouble() * 0.1)), time, null, null, null);
}
