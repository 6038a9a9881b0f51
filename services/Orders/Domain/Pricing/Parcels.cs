using Platform.Geography;

namespace Platform.Orders.Domain.Pricing;

/// <summary>The parcels of an order.</summary>
internal static class Parcels
{
    /// <summary>One parcel for each warehouse.</summary>
    /// <param name="items">What is bought.</param>
    /// <param name="allocations">Which warehouse has what.</param>
    /// <param name="warehouses">Where the warehouses are, by id.</param>
    /// <param name="address">Where it goes.</param>
    /// <exception cref="CheckoutRefusedException">UNSHIPPABLE: nobody knows where that is.</exception>
    public static IReadOnlyList<Parcel> Of(
        IReadOnlyList<PricedItem> items, IReadOnlyList<Allocation> allocations, IReadOnlyDictionary<string, GeoPoint> warehouses, Address address)
    {
        var weights = items.ToDictionary(item => item.Sku, item => (long)item.WeightGrams);
        var goal = Find(address);
        return [.. allocations
            .GroupBy(allocation => allocation.Warehouse)
            .Select(group => new Parcel(group.Sum(each => weights[each.Sku] * each.Quantity), warehouses[group.Key].DistanceKm(goal)))];
    }

    /// <summary>The warehouse nearest to an address: what a quote supposes to have everything.</summary>
    /// <exception cref="CheckoutRefusedException">UNSHIPPABLE: nobody knows where that is, or there is no warehouse.</exception>
    public static string NearestWarehouse(IReadOnlyDictionary<string, GeoPoint> warehouses, Address address)
    {
        var goal = Find(address);
        return warehouses.Count > 0 ? warehouses.MinBy(warehouse => warehouse.Value.DistanceKm(goal)).Key : throw Unknown(address);
    }

    private static GeoPoint Find(Address address) => Regions.Find(address.RegionCode, address.AdministrativeArea) ?? throw Unknown(address);

    private static CheckoutRefusedException Unknown(Address address) =>
        new("UNSHIPPABLE", new Dictionary<string, string> { ["region"] = address.RegionCode });
}
