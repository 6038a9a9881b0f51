using Platform.Geography;

namespace Platform.Benchmarks.Geo;

/// <summary>100,000 drivers in a city of 44 × 42 km.</summary>
internal static class City
{
    public const int Drivers = 100_000;

    /// <summary>How far around a place drivers are looked for.</summary>
    public const double RadiusKm = 5;

    /// <summary>How many.</summary>
    public const int Nearest = 10;

    private const double South = -20.67;
    private const double West = -54.75;
    private const double Size = 0.4;

    public static string NameOf(int driver) => $"driver-{driver}";

    public static GeoPoint SomePlace(Random random) => new(South + (random.NextDouble() * Size), West + (random.NextDouble() * Size));

    /// <summary>Somewhere up to about 80 m away: what a driver drives between two reports.</summary>
    public static GeoPoint Move(GeoPoint point, Random random) =>
        new(point.Latitude + ((random.NextDouble() - 0.5) * 0.001), point.Longitude + ((random.NextDouble() - 0.5) * 0.001));
}
