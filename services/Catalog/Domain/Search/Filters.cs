namespace Platform.Catalog.Domain.Search;

/// <summary>The properties by which results are narrowed, as bits.</summary>
[Flags]
public enum Filters
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The category.</summary>
    Category = 1,

    /// <summary>The brand.</summary>
    Brand = 2,

    /// <summary>The price.</summary>
    Price = 4,

    /// <summary>The rating.</summary>
    Rating = 8,

    /// <summary>The stock.</summary>
    Stock = 16,
}

/// <summary>Tells which filters of a query a product fails.</summary>
public static class FilterCheck
{
    /// <summary>The filters that a product fails.</summary>
    public static Filters Failed(ProductQuery query, CatalogEntry entry)
    {
        var product = entry.Product;
        var price = entry.LowestPrice;
        var failed = Filters.None;
        if (query.Category.Length > 0 && !product.Categories.Any(category => CategoryPath.IsWithin(category, query.Category)))
        {
            failed |= Filters.Category;
        }

        if (query.Brands.Count > 0 && !query.Brands.Contains(product.Brand, StringComparer.Ordinal))
        {
            failed |= Filters.Brand;
        }

        if (price < query.MinPrice || price > query.MaxPrice)
        {
            failed |= Filters.Price;
        }

        if (entry.Rating.Average < query.MinRating)
        {
            failed |= Filters.Rating;
        }

        return query.InStock && !entry.InStock ? failed | Filters.Stock : failed;
    }
}
