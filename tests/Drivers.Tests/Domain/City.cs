using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;
using Platform.Geography;

namespace Platform.Drivers.Tests.Domain;

/// <summary>Where the drivers of these tests are, and what holds for them there.</summary>
internal static class City
{
    public static readonly GeoPoint Centre = new(-20.47, -54.55);

    public static readonly RegionRules Rules = new(
        6,
        SilenceLimit: TimeSpan.FromSeconds(30),
        ConfirmInterval: TimeSpan.FromSeconds(60),
        MoveInterval: TimeSpan.FromSeconds(1),
        SampleInterval: TimeSpan.FromSeconds(10),
        SampleBatch: 30,
        new LocationRules(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 100, 70));
}
