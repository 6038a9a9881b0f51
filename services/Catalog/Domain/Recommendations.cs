namespace Platform.Catalog.Domain;

/// <summary>What to recommend by what was bought.</summary>
public static class Recommendations
{
    // Two products that one order had together say nothing.
    private const long MinSupport = 2;

    /// <summary>
    /// What is bought with a product more often than chance would have it. The lift of a pair is how many times more often it is in one order than if both
    /// were bought independently of each other: n(ab) N / (n(a) n(b)). Pairs are ordered by n(ab) log lift, their part of the mutual information, for a
    /// high lift of few orders is luck.
    /// </summary>
    /// <param name="entries">The products.</param>
    /// <param name="id">The product.</param>
    /// <param name="orderCount">How many orders there were: N.</param>
    /// <param name="count">How many to give.</param>
    public static IReadOnlyList<CatalogEntry> BoughtTogether(
        IReadOnlyDictionary<string, CatalogEntry> entries, string id, long orderCount, int count)
    {
        if (entries.GetValueOrDefault(id) is not { Sales: { Baskets: > 0 } sales })
        {
            return [];
        }

        return
        [
            .. sales.Together
                .Where(each => each.Value >= MinSupport && entries.ContainsKey(each.Key))
                .Select(each => (Entry: entries[each.Key], Score: each.Value * Math.Log(Lift(each.Value, sales.Baskets, entries[each.Key].Sales.Baskets, orderCount))))
                .Where(each => each.Score > 0)
                .OrderByDescending(each => each.Score)
                .ThenBy(each => each.Entry.Product.Id, StringComparer.Ordinal)
                .Take(count)
                .Select(each => each.Entry),
        ];
    }

    /// <summary>What sells most at the moment, by sales that lose half of their weight every <see cref="ProductSales.HalfLife"/>.</summary>
    public static IReadOnlyList<CatalogEntry> Trending(IEnumerable<CatalogEntry> entries, string category, DateTimeOffset now, int count) =>
    [
        .. entries
            .Where(entry => entry.Sales.Heat > 0 && (category.Length == 0 || entry.Product.Categories.Any(each => CategoryPath.IsWithin(each, category))))
            .OrderByDescending(entry => entry.Sales.HeatAt(now))
            .ThenBy(entry => entry.Product.Id, StringComparer.Ordinal)
            .Take(count),
    ];

    private static double Lift(long together, long left, long right, long orderCount) => (double)together * orderCount / ((double)left * right);
}
