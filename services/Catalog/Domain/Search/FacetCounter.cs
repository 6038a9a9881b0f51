using System.Globalization;

namespace Platform.Catalog.Domain.Search;

/// <summary>
/// Counts how results spread. A product counts for a facet when it fails no other filter than the facet's own. Ranges of prices and ratings are those of
/// the filters, so a product at a limit of two ranges counts in both: whoever picks one gets as many results as it says.
/// </summary>
public sealed class FacetCounter
{
    private const int MaxValues = 50;

    private static readonly (decimal? From, decimal? To)[] PriceRanges =
        [(null, 10), (10, 25), (25, 50), (50, 100), (100, 250), (250, 500), (500, 1000), (1000, null)];

    private readonly Dictionary<string, int> _categories = [];
    private readonly Dictionary<string, int> _brands = [];
    private readonly int[] _prices = new int[PriceRanges.Length];
    private readonly int[] _ratings = new int[4];
    private int _inStock;

    /// <summary>Counts a product.</summary>
    /// <param name="entry">The product.</param>
    /// <param name="failed">The filters that it fails.</param>
    public void Add(CatalogEntry entry, Filters failed)
    {
        if ((failed & ~Filters.Category) == Filters.None)
        {
            foreach (var category in entry.CategoriesAndAncestors)
            {
                _categories[category] = _categories.GetValueOrDefault(category) + 1;
            }
        }

        if ((failed & ~Filters.Brand) == Filters.None && entry.Product.Brand.Length > 0)
        {
            _brands[entry.Product.Brand] = _brands.GetValueOrDefault(entry.Product.Brand) + 1;
        }

        if ((failed & ~Filters.Price) == Filters.None)
        {
            AddPrice(entry.Product.LowestPrice);
        }

        if ((failed & ~Filters.Rating) == Filters.None)
        {
            for (var stars = 1; stars <= _ratings.Length && entry.Rating.Average >= stars; stars++)
            {
                _ratings[stars - 1]++;
            }
        }

        if ((failed & ~Filters.Stock) == Filters.None && entry.InStock)
        {
            _inStock++;
        }
    }

    /// <summary>The facets.</summary>
    public IReadOnlyList<Facet> ToFacets() =>
    [
        new("category", Largest(_categories)),
        new("brand", Largest(_brands)),
        new("price", Some(_prices.Select((count, range) => KeyValuePair.Create(Text(PriceRanges[range]), count)))),
        new("rating", Some(_ratings.Select((count, index) => KeyValuePair.Create((index + 1).ToString(CultureInfo.InvariantCulture), count)).Reverse())),
        new("in_stock", Some([KeyValuePair.Create("true", _inStock)])),
    ];

    private static List<KeyValuePair<string, int>> Largest(Dictionary<string, int> counts) =>
        [.. counts.OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal).Take(MaxValues)];

    private static List<KeyValuePair<string, int>> Some(IEnumerable<KeyValuePair<string, int>> counts) => [.. counts.Where(each => each.Value > 0)];

    private static string Text((decimal? From, decimal? To) range) =>
        string.Create(CultureInfo.InvariantCulture, $"{range.From}..{range.To}");

    private void AddPrice(decimal price)
    {
        for (var i = 0; i < PriceRanges.Length; i++)
        {
            if (!(price < PriceRanges[i].From) && !(price > PriceRanges[i].To))
            {
                _prices[i]++;
            }
        }
    }
}
