using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>
/// Cuts the world into regions, each of which has one owner: the cells of geohashes of a length. Around the poles, where cells get thin as needles, regions are
/// cells of one character.
/// </summary>
/// <param name="precision">The length, 2 to 6.</param>
public sealed class RegionMap(int precision)
{
    /// <summary>A metre, in kilometres: far more than what is rounded off a distance.</summary>
    public const double RoundingKm = 1e-3;

    // Nearly nobody drives beyond; and 80 is no border of cells, which does not matter: a region is what its points say.
    private const double LastLatitude = 80;

    private readonly GeoGrid _grid = new(precision);

    /// <summary>The region that a point is in.</summary>
    public string Of(GeoPoint point) => Geohash.Encode(point, Math.Abs(point.Latitude) > LastLatitude ? 1 : precision);

    /// <summary>The regions that have a part within a radius around a point, with how far away they are at least, nearest first.</summary>
    public IReadOnlyList<(string Region, double DistanceKm)> Around(GeoPoint center, double radiusKm)
    {
        var regions = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var cell in _grid.Cover(center, radiusKm))
        {
            var distance = _grid.DistanceKm(center, cell);
            if (distance > radiusKm + RoundingKm)
            {
                continue;
            }

            var box = _grid.BoxOf(cell);
            // A cell over the border has points of both kinds.
            if (box.South <= LastLatitude && box.North >= -LastLatitude)
            {
                Add(Geohash.Encode(cell, precision), distance);
            }

            if (box.North > LastLatitude || box.South < -LastLatitude)
            {
                Add(Geohash.Encode(box.Center, 1), distance);
            }
        }

        return [.. regions.OrderBy(each => each.Value).Select(each => (each.Key, each.Value))];

        void Add(string region, double distance) =>
            regions[region] = Math.Min(distance, regions.GetValueOrDefault(region, double.PositiveInfinity));
    }
}
