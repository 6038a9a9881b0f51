using Platform.Geography;

namespace Platform.BuildingBlocks.Tests.Geography;

public sealed class GeohashTests
{
    // From the articles on geohashes in Wikipedia, the documentation of Redis' GEOHASH (its last character is padding) and the tests of node-geohash and of
    // Chris Veness' latlon-geohash.
    [Theory]
    [InlineData(42.605, -5.603, "ezs42")]
    [InlineData(57.64911, 10.40744, "u4pruydqqvj")]
    [InlineData(57.648, 10.410, "u4pruy")]
    [InlineData(38.115556, 13.361389, "sqc8b49rny")]
    [InlineData(37.502669, 15.087269, "sqdtr74hyu")]
    [InlineData(37.8324, 112.5584, "ww8p1r4t8")]
    [InlineData(-25.38262, -49.26561, "6gkzwgjz")]
    public void Encode_PublishedVector_IsIt(double latitude, double longitude, string geohash) =>
        Geohash.Encode(new GeoPoint(latitude, longitude), geohash.Length).ShouldBe(geohash);

    [Theory]
    [InlineData(0, 0, "s")]
    [InlineData(-1e-300, -1e-300, "7")]
    [InlineData(90, 180, "z")]
    [InlineData(-90, -180, "0")]
    [InlineData(90, -180, "b")]
    [InlineData(-90, 180, "p")]
    public void Encode_AtBorders_HasTheCellThatBeginsThere(double latitude, double longitude, string first) =>
        Geohash.Encode(new GeoPoint(latitude, longitude), 12)[..1].ShouldBe(first);

    [Fact]
    public void Encode_AnyPoint_IsWhatHalvingSays()
    {
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
        {
            // Every other point is on a border of cells.
            var point = i % 2 == 0
                ? new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180)
                : new GeoPoint((random.Next(1 << 14) * 180.0 / (1 << 14)) - 90, (random.Next(1 << 14) * 360.0 / (1 << 14)) - 180);

            Geohash.Encode(point, 12).ShouldBe(ByHalving(point, 12));
        }
    }

    [Fact]
    public void TryDecode_OfAnEncodedPoint_HasThePoint()
    {
        var random = new Random(18);
        for (var i = 0; i < 10_000; i++)
        {
            var point = new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);

            Geohash.TryDecode(Geohash.Encode(point, 1 + (i % 12)), out var box).ShouldBeTrue();

            point.Latitude.ShouldBeInRange(box.South, box.North);
            point.Longitude.ShouldBeInRange(box.West, box.East);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ezs4!")]
    [InlineData("0123456789012")]
    public void TryDecode_OfNoGeohash_IsFalse(string? text) => Geohash.TryDecode(text, out _).ShouldBeFalse();

    // The definition, as published.
    private static string ByHalving(GeoPoint point, int precision)
    {
        const string Alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";
        double south = -90, north = 90, west = -180, east = 180;
        var (text, value) = ("", 0);
        for (var bit = 0; bit < precision * 5; bit++)
        {
            var isEven = bit % 2 == 0;
            var middle = isEven ? (west + east) / 2 : (south + north) / 2;
            var isUpper = (isEven ? point.Longitude : point.Latitude) >= middle;
            (west, east) = !isEven ? (west, east) : isUpper ? (middle, east) : (west, middle);
            (south, north) = isEven ? (south, north) : isUpper ? (middle, north) : (south, middle);
            value = (value << 1) | (isUpper ? 1 : 0);
            if (bit % 5 == 4)
            {
                (text, value) = (text + Alphabet[value], 0);
            }
        }

        return text;
    }
}
