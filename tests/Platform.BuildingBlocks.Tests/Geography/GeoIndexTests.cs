using Platform.Geography;

namespace Platform.BuildingBlocks.Tests.Geography;

/// <summary>The index beside comparing everything with everything.</summary>
public sealed class GeoIndexTests
{
    private const int Drivers = 100_000;

    // Where grids are hard: borders of cells, the poles, 180°. And a city, where most queries are.
    private static readonly GeoPoint[] HardPlaces =
    [
        new(0, 0), new(90, 0), new(90, 180), new(-90, 12), new(89.99, -179.99), new(-89.9, 90), new(45, 180), new(-17, -180), new(66.5, 179.9999),
        new(0, 90), new(22.5, 45), new(-22.5, -45), new(80, 0), new(-80, -180), new(41.88, -87.63),
    ];

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Nearest_TenThousandQueries_AreThoseOfBruteForce(int precision)
    {
        var random = new Random(precision);
        var drivers = Enumerable.Range(0, Drivers).Select(i => (Key: $"driver-{i}", Point: SomePoint(random))).ToArray();
        var index = new GeoIndex<int>(precision);
        foreach (var (driver, i) in drivers.Select((driver, i) => (driver, i)))
        {
            index.Put(driver.Key, driver.Point, i);
        }

        var queries = Enumerable.Range(0, 5_000).Select(_ => (Center: SomePoint(random), RadiusKm: SomeRadius(random), Count: random.Next(1, 30))).ToArray();
        Parallel.ForEach(queries, query =>
        {
            var found = index.Nearest(query.Center, query.RadiusKm, query.Count).Select(match => (match.Key, match.DistanceKm));

            found.ShouldBe(ByBruteForce(drivers, query.Center, query.RadiusKm, query.Count));
        });
    }

    [Fact]
    public void Nearest_AfterMovesAndRemovals_IsThatOfBruteForce()
    {
        var random = new Random(3);
        var index = new GeoIndex<int>(6);
        var points = new Dictionary<string, GeoPoint>();
        for (var i = 0; i < 20_000; i++)
        {
            var key = $"driver-{random.Next(500)}";
            if (random.Next(5) == 0)
            {
                index.Remove(key).ShouldBe(points.Remove(key));
            }
            else
            {
                points[key] = SomePoint(random);
                index.Put(key, points[key], i);
            }

            if (i % 20 == 0)
            {
                var (center, radius) = (SomePoint(random), SomeRadius(random));
                index.Nearest(center, radius, 5).Select(match => (match.Key, match.DistanceKm))
                    .ShouldBe(ByBruteForce([.. points.Select(each => (each.Key, each.Value))], center, radius, 5));
            }
        }

        index.Count.ShouldBe(points.Count);
    }

    [Fact]
    public void Nearest_WithAFilter_LooksFurther()
    {
        var index = new GeoIndex<bool>(7);
        for (var i = 0; i < 1000; i++)
        {
            index.Put($"driver-{i:D4}", new GeoPoint(52 + (i * 0.0001), 13), i % 100 == 99);
        }

        var found = index.Nearest(new GeoPoint(52, 13), 100, 3, (_, isFree) => isFree);

        found.Select(match => match.Key).ShouldBe(["driver-0099", "driver-0199", "driver-0299"]);
    }

    [Fact]
    public void Cover_AnyCircle_HasTheCellsOfItsPoints()
    {
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            var grid = new GeoGrid(1 + (i % 5));
            var (center, other) = (SomePoint(random), SomePoint(random));
            var radius = center.DistanceKm(other);
            if (radius > 500)
            {
                continue;
            }

            grid.Cover(center, radius).ShouldContain(grid.CellOf(other));
        }
    }

    [Theory]
    [InlineData(0, 0, 1, 0, 0)]
    [InlineData(0, 0, 0, 1, 90)]
    [InlineData(0, 0, -1, 0, 180)]
    [InlineData(0, 179, 0, -179, 90)]
    [InlineData(0, -179, 0, 179, 270)]
    [InlineData(50.066389, -5.714722, 58.643889, -3.07, 9.1198)]
    public void BearingDegrees_KnownWays_AreKnown(double latitude, double longitude, double toLatitude, double toLongitude, double bearing) =>
        GreatCircle.BearingDegrees(new GeoPoint(latitude, longitude), new GeoPoint(toLatitude, toLongitude)).ShouldBe(bearing, 0.001);

    [Fact]
    public void DistanceKm_ToACell_IsNeverMoreThanToItsPoints()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var grid = new GeoGrid(1 + (i % 6));
            var (from, to) = (SomePoint(random), SomePoint(random));

            grid.DistanceKm(from, grid.CellOf(to)).ShouldBeLessThanOrEqualTo(from.DistanceKm(to) + 1e-6);
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(-1, 0, 1, 111.195)]
    [InlineData(0, -1, 1, 111.195)]
    [InlineData(0, 179, -179, 111.195)]
    public void DistanceKm_BesideACell_IsThatToItsSide(double latitude, double longitude, double inside, double expected)
    {
        // Cells of 45 × 45 degrees: one begins where the equator and Greenwich meet, another at 180 degrees.
        var grid = new GeoGrid(1);
        var cell = grid.CellOf(new GeoPoint(10, inside));

        grid.DistanceKm(new GeoPoint(latitude, longitude), cell).ShouldBe(expected, 0.02);
    }

    private static GeoPoint SomePoint(Random random)
    {
        var place = HardPlaces[random.Next(HardPlaces.Length)];
        // One in ten exactly there; the others as far around it as 1 m to 30 km.
        var degrees = random.Next(10) == 0 ? 0 : 1e-5 * Math.Pow(10, random.NextDouble() * 4.5);
        var latitude = place.Latitude + (((random.NextDouble() * 2) - 1) * degrees);
        var longitude = place.Longitude + (((random.NextDouble() * 2) - 1) * degrees / Math.Max(0.001, Math.Cos(latitude * Math.PI / 180)));
        return new GeoPoint(Math.Clamp(latitude, -90, 90), ((((longitude + 180) % 360) + 360) % 360) - 180);
    }

    private static double SomeRadius(Random random) => 0.01 * Math.Pow(10, random.NextDouble() * 3.5);

    private static IEnumerable<(string Key, double DistanceKm)> ByBruteForce(
        IReadOnlyList<(string Key, GeoPoint Point)> drivers, GeoPoint center, double radiusKm, int count)
    {
        var within = new List<(string Key, double DistanceKm)>();
        // A degree of latitude is 111.2 km everywhere: who is further north or south is further away.
        var latitudes = (radiusKm / 111) + 1e-6;
        foreach (var (key, point) in drivers.Where(driver => Math.Abs(driver.Point.Latitude - center.Latitude) <= latitudes))
        {
            var distance = center.DistanceKm(point);
            if (distance <= radiusKm)
            {
                within.Add((key, distance));
            }
        }

        return within.OrderBy(each => each.DistanceKm).ThenBy(each => each.Key, StringComparer.Ordinal).Take(count);
    }
}
