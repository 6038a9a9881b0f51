using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Tracks;
using Platform.Geography;

namespace Platform.Drivers.Tests.Domain;

public sealed class TrackTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Decode_OfAnEncodedTrack_IsIt()
    {
        Fix[] fixes =
        [
            .. Enumerable.Range(0, 500).Select(i => new Fix(
                new GeoPoint(-20.47 + (i * 0.0001), i % 2 == 0 ? 179.9999 : -179.9999), Start.AddSeconds(i * 10), null, i % 360, i % 40 / 2.0)),
        ];

        var bytes = TrackCodec.Encode(fixes);

        var decoded = TrackCodec.Decode(bytes);
        decoded.Count.ShouldBe(fixes.Length);
        foreach (var (one, other) in decoded.Zip(fixes))
        {
            one.Point.DistanceKm(other.Point).ShouldBeLessThan(0.0002);
            (one with { Point = other.Point }).ShouldBe(other);
        }
    }

    [Fact]
    public void Encode_AnUsualTrack_IsSmall()
    {
        var fixes = Enumerable.Range(0, 360).Select(i => new Fix(new GeoPoint(-20.47 + (i * 0.0009), -54.55), Start.AddSeconds(i * 10), null, 0, 10));

        TrackCodec.Encode(fixes).Length.ShouldBeLessThan(360 * 11);
    }

    [Fact]
    public void Decode_ATornTrack_Fails() => Should.Throw<InvalidDataException>(() => TrackCodec.Decode([0x80]));

    [Fact]
    public void Add_TooSoon_IsNoSample()
    {
        var buffer = new TrackBuffer(TimeSpan.FromSeconds(10), 3);

        var added = Enumerable.Range(0, 35).Count(i => buffer.Add(new Fix(new GeoPoint(0, 0), Start.AddSeconds(i), null, null, null)));

        added.ShouldBe(4);
        buffer.IsFull.ShouldBeTrue();
    }

    [Fact]
    public void Add_WhileNothingIsKept_DropsTheOldest()
    {
        var buffer = new TrackBuffer(TimeSpan.FromSeconds(1), 2);
        for (var i = 0; i < 25; i++)
        {
            buffer.Add(new Fix(new GeoPoint(0, 0), Start.AddSeconds(i), null, null, null));
        }

        buffer.Samples.Select(sample => sample.Time).ShouldBe(Enumerable.Range(5, 20).Select(i => Start.AddSeconds(i)));
    }
}
