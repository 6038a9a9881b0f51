namespace Platform.Catalog.Domain.Search;

/// <summary>What the answer to one query needs while it is worked out, used again by the next.</summary>
internal sealed class SearchScratch(Numbering categories, Numbering brands)
{
    /// <summary>Scores.</summary>
    public ScoreBoard Scores { get; } = new();

    /// <summary>Facets.</summary>
    public FacetCounter Facets { get; } = new(categories, brands);
}
