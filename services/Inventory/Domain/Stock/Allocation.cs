namespace Platform.Inventory.Domain.Stock;

/// <summary>Some of a SKU in a warehouse.</summary>
public sealed record Allocation(string Warehouse, long Quantity);

/// <summary>Chooses the warehouses that an order is sent from.</summary>
public static class AllocationPolicy
{
    /// <summary>
    /// Takes all from the nearest warehouse that has all, so that one parcel is enough; else from several, nearest first.
    /// </summary>
    /// <param name="levels">The stock by warehouse.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="nearestFirst">Warehouses in order of preference. Those that it does not name come last, by name.</param>
    /// <returns>Where to take them from; null when there are too few.</returns>
    public static IReadOnlyList<Allocation>? Allocate(IReadOnlyDictionary<string, Level> levels, long quantity, IReadOnlyList<string> nearestFirst)
    {
        var candidates = nearestFirst
            .Concat(levels.Keys.Order(StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Where(warehouse => levels.TryGetValue(warehouse, out var level) && level.Available() > 0)
            .Select(warehouse => new Allocation(warehouse, levels[warehouse].Available()))
            .ToList();
        if (candidates.Find(candidate => candidate.Quantity >= quantity) is { } whole)
        {
            return [whole with { Quantity = quantity }];
        }

        var allocations = new List<Allocation>();
        var missing = quantity;
        foreach (var candidate in candidates)
        {
            var taken = Math.Min(candidate.Quantity, missing);
            allocations.Add(candidate with { Quantity = taken });
            missing -= taken;
            if (missing == 0)
            {
                return allocations;
            }
        }

        return null;
    }
}
