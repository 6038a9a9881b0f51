namespace Platform.Catalog.Domain;

/// <summary>A product with all that the index knows about it.</summary>
/// <param name="Product">The product.</param>
/// <param name="Rating">What buyers think.</param>
/// <param name="Sales">How it sells.</param>
/// <param name="InStockSkus">Which of its variants are in stock.</param>
public sealed record CatalogEntry(CatalogProduct Product, RatingSum Rating, ProductSales Sales, IReadOnlySet<string> InStockSkus)
{
    private const double NeutralRating = 3.5;
    private const double RatingSpan = 5;
    private const double SalesWeight = 0.15;

    /// <summary>The product's categories and those above them, each once.</summary>
    public IReadOnlyList<string> CategoriesAndAncestors { get; } = [.. Product.Categories.SelectMany(CategoryPath.SelfAndAncestors).Distinct()];

    /// <summary>What search filters and orders by: the price of the cheapest variant, in its currency.</summary>
    public decimal LowestPrice { get; } = Product.Variants.Min(variant => variant.Price.Amount);

    /// <summary>Whether a variant is in stock.</summary>
    public bool InStock => InStockSkus.Count > 0;

    /// <summary>
    /// How much rating and sales count beside the words: 1 for a product that nobody rated or bought, and half to twice as much for most others. Sales count by
    /// their logarithm, for the tenth sale tells more than the thousandth.
    /// </summary>
    public double Popularity { get; } = (1 + ((Rating.Estimate - NeutralRating) / RatingSpan)) * (1 + (SalesWeight * Math.Log10(1 + Math.Max(0, Sales.Sold))));

    /// <summary>The same about the product in another revision.</summary>
    public CatalogEntry Of(CatalogProduct product) => product.ETag == Product.ETag ? this : new CatalogEntry(product, Rating, Sales, InStockSkus);
}
