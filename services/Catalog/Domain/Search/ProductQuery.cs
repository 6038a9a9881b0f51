namespace Platform.Catalog.Domain.Search;

/// <summary>An order of results.</summary>
public enum ResultOrder
{
    /// <summary>How well the words fit, weighed with rating and sales.</summary>
    Relevance,

    /// <summary>The cheapest first.</summary>
    PriceAscending,

    /// <summary>The dearest first.</summary>
    PriceDescending,

    /// <summary>The best rated first, few ratings counting less than many.</summary>
    Rating,

    /// <summary>What sold most first.</summary>
    Sales,

    /// <summary>The newest first.</summary>
    Newest,
}

/// <summary>What is looked for.</summary>
public sealed record ProductQuery
{
    /// <summary>The words; empty for all products.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only of this category or below it; empty for all.</summary>
    public string Category { get; init; } = "";

    /// <summary>Only of these brands; none for all.</summary>
    public IReadOnlyList<string> Brands { get; init; } = [];

    /// <summary>Only what costs as much or more; null for all.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>Only what costs as much or less; null for all.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>Only what is rated as high or higher; 0 for all.</summary>
    public double MinRating { get; init; }

    /// <summary>Only what is in stock.</summary>
    public bool InStock { get; init; }

    /// <summary>The order.</summary>
    public ResultOrder Order { get; init; }

    /// <summary>How many results to pass over.</summary>
    public int Offset { get; init; }

    /// <summary>How many results to give.</summary>
    public int Count { get; init; } = 20;
}

/// <summary>Products that fit.</summary>
/// <param name="Entries">The products asked for.</param>
/// <param name="Total">How many fit.</param>
/// <param name="Facets">How they spread.</param>
/// <param name="CorrectedText">What was looked for instead; empty where the words had no errors.</param>
public sealed record SearchResult(IReadOnlyList<CatalogEntry> Entries, int Total, IReadOnlyList<Facet> Facets, string CorrectedText);

/// <summary>How results spread over a property.</summary>
/// <param name="Name">The property.</param>
/// <param name="Values">Its values with how many results have each.</param>
public sealed record Facet(string Name, IReadOnlyList<KeyValuePair<string, int>> Values);
