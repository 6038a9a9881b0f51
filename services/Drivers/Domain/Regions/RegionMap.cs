using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>
/// Cuts the world into regions, each of which has one owner: the cells of geohashes of a length. Around the poles, where cells get thin as needles, regions are
/// cells of one character.
/// </summary>
/// <param name="precision">The length, 2 to 6.</param>
public sealed class RegionMap(int precision)
{
    // Nearly nobody drives beyond; and 80 is no border of cells, which does not matter: a region is what its points say.
    private const double LastLatitude = 80;

    private readonly GeoGrid _grid = new(precision);

    /// <summary>The region that a point is in.</summary>
    public string Of(GeoPoint point) => Geohash.Encode(point, Math.Abs(point.Latitude) > LastLatitude ? 1 : precision);

    /// <summary>The regions that have a part within a radius around a point.</summary>
    public IReadOnlyCollection<string> Around(GeoPoint center, double radiusKm)
    {
        var regions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in _grid.Cover(center, radiusKm))
        {
            var box = _grid.BoxOf(cell);
            // A cell over the border has points of both kinds.
            if (box.South <= LastLatitude && box.North >= -LastLatitude)
            {
                regions.Add(Geohash.Encode(cell, precision));
            }

            if (box.North > LastLatitude || box.South < -LastLatitude)
            {
                regions.Add(Geohash.Encode(box.Center, 1));
            }
        }

        return regions;
    }
}
