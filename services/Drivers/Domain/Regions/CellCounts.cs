using System.Runtime.InteropServices;
using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>
/// How many drivers there are in each cell, kept up with each change, so that telling it does not look at every driver. Not safe for concurrent use.
/// </summary>
internal sealed class CellCounts
{
    // Geohashes of 5 characters are about 5 km wide.
    private static readonly GeoGrid Grid = new(5);

    private readonly Dictionary<GeoCell, Tally> _cells = [];

    /// <summary>Counts a driver as what they are now, and no more as what they were.</summary>
    public void Count(FollowedDriver driver)
    {
        var counted = (Grid.CellOf(driver.Last.Point), driver.Availability == Availability.Available);
        if (driver.Counted == counted)
        {
            return;
        }

        Remove(driver);
        driver.Counted = counted;
        Add(_cells, counted, 1);
    }

    /// <summary>Counts a driver no more.</summary>
    public void Remove(FollowedDriver driver)
    {
        if (driver.Counted is { } counted && Add(_cells, counted, -1).Online == 0)
        {
            _cells.Remove(counted.Cell);
        }

        driver.Counted = null;
    }

    /// <summary>The cells with drivers, by their geohashes.</summary>
    /// <param name="silent">The drivers who are left out.</param>
    public IReadOnlyList<CellCount> Without(IEnumerable<FollowedDriver> silent)
    {
        var rest = new Dictionary<GeoCell, Tally>(_cells);
        foreach (var driver in silent)
        {
            Add(rest, driver.Counted!.Value, -1);
        }

        return
        [
            .. rest.Where(cell => cell.Value.Online > 0)
                .Select(cell => new CellCount(Geohash.Encode(cell.Key, Grid.Precision), cell.Value.Online, cell.Value.Available))
                .OrderBy(cell => cell.Cell, StringComparer.Ordinal),
        ];
    }

    private static Tally Add(Dictionary<GeoCell, Tally> cells, (GeoCell Cell, bool IsAvailable) counted, int drivers)
    {
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, counted.Cell, out _);
        tally = new Tally(tally.Online + drivers, tally.Available + (counted.IsAvailable ? drivers : 0));
        return tally;
    }

    private readonly record struct Tally(int Online, int Available);
}
