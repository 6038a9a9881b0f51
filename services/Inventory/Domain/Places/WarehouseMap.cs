using Platform.Geography;

namespace Platform.Inventory.Domain.Places;

/// <summary>A place where goods are.</summary>
public sealed record WarehouseSite(string Id, string DisplayName, string RegionCode, GeoPoint Location);

/// <summary>The warehouses, and which of them are near.</summary>
public sealed class WarehouseMap(IReadOnlyList<WarehouseSite> sites)
{
    private readonly HashSet<string> _ids = sites.Select(site => site.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>All, in the order of the configuration.</summary>
    public IReadOnlyList<WarehouseSite> Sites { get; } = sites;

    /// <summary>Whether there is such a warehouse.</summary>
    public bool Contains(string id) => _ids.Contains(id);

    /// <summary>
    /// The ids, nearest to an address first. Where the address is unknown, those of its country, then the others, each in the order of the configuration.
    /// </summary>
    /// <param name="regionCode">The country, ISO 3166-1 alpha-2; empty for an unknown address.</param>
    /// <param name="area">Its subdivision, such as a state of the USA by its two letters.</param>
    public IReadOnlyList<string> NearestFirst(string regionCode, string area) =>
        Regions.Find(regionCode, area) is { } place
            ? [.. Sites.OrderBy(site => site.Location.DistanceKm(place)).Select(site => site.Id)]
            : [.. Sites.OrderBy(site => !string.Equals(site.RegionCode, regionCode, StringComparison.OrdinalIgnoreCase)).Select(site => site.Id)];
}
