using System.Globalization;

namespace Platform.Catalog.Domain.Search;

/// <summary>
/// Counts how results spread. A product counts for a facet when it fails no other filter than the facet's own. Ranges of prices and ratings are those of
/// the filters, so a product at a limit of two ranges counts in both: whoever picks one gets as many results as it says.
/// </summary>
/// <param name="categories">The numbers of categories.</param>
/// <param name="brands">The numbers of brands.</param>
internal sealed class FacetCounter(Numbering categories, Numbering brands)
{
    private const int MaxValues = 50;
    private const int MaxStars = 4;

    private static readonly decimal[] PriceLimits = [10, 25, 50, 100, 250, 500, 1000];
    private static readonly string[] PriceRanges =
        [.. Enumerable.Range(0, PriceLimits.Length + 1).Select(range => $"{LimitText(range - 1)}..{LimitText(range)}")];

    private readonly Tally _categories = new();
    private readonly Tally _brands = new();
    private readonly int[] _prices = new int[PriceLimits.Length + 1];
    private readonly int[] _ratings = new int[MaxStars + 1];
    private int _inStock;

    /// <summary>Begins to count.</summary>
    public void Start()
    {
        _categories.Start(categories.Limit);
        _brands.Start(brands.Limit);
        Array.Clear(_prices);
        Array.Clear(_ratings);
        _inStock = 0;
    }

    /// <summary>Counts a product.</summary>
    /// <param name="document">The product.</param>
    /// <param name="failed">The filters that it fails.</param>
    public void Add(SearchDocument document, Filters failed)
    {
        var entry = document.Entry;
        if ((failed & ~Filters.Category) == Filters.None)
        {
            Array.ForEach(document.Categories, _categories.Add);
        }

        if ((failed & ~Filters.Brand) == Filters.None && document.Brand is { } brand)
        {
            _brands.Add(brand);
        }

        if ((failed & ~Filters.Price) == Filters.None)
        {
            AddPrice(entry.LowestPrice);
        }

        if ((failed & ~Filters.Rating) == Filters.None)
        {
            _ratings[Math.Min((int)entry.Rating.Average, MaxStars)]++;
        }

        if ((failed & ~Filters.Stock) == Filters.None && entry.InStock)
        {
            _inStock++;
        }
    }

    /// <summary>The facets.</summary>
    public IReadOnlyList<Facet> ToFacets() =>
    [
        new("category", _categories.Largest(MaxValues, categories)),
        new("brand", _brands.Largest(MaxValues, brands)),
        new("price", Some(_prices.Select((count, range) => KeyValuePair.Create(PriceRanges[range], count)))),
        new("rating", Some(Ratings())),
        new("in_stock", Some([KeyValuePair.Create("true", _inStock)])),
    ];

    private static List<KeyValuePair<string, int>> Some(IEnumerable<KeyValuePair<string, int>> counts) => [.. counts.Where(each => each.Value > 0)];

    private static string LimitText(int limit) =>
        limit >= 0 && limit < PriceLimits.Length ? PriceLimits[limit].ToString(CultureInfo.InvariantCulture) : "";

    // So many stars or more.
    private IEnumerable<KeyValuePair<string, int>> Ratings()
    {
        var count = 0;
        for (var stars = MaxStars; stars > 0; stars--)
        {
            count += _ratings[stars];
            yield return KeyValuePair.Create(stars.ToString(CultureInfo.InvariantCulture), count);
        }
    }

    private void AddPrice(decimal price)
    {
        var found = Array.BinarySearch(PriceLimits, price);
        _prices[found >= 0 ? found : ~found]++;
        if (found >= 0)
        {
            _prices[found + 1]++;
        }
    }
}
