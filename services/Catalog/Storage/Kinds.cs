using Platform.Catalog.Domain;
using Platform.State;

namespace Platform.Catalog.Storage;

/// <summary>The kinds of documents that more than one class reads.</summary>
internal static class Kinds
{
    /// <summary><see cref="RatingSum"/> by <see cref="IncarnationOf"/>.</summary>
    public const string Rating = "rating";

    /// <summary><see cref="ProductSales"/> by the product's id.</summary>
    public const string Sales = "sales";

    /// <summary><see cref="SkuStock"/> by SKU.</summary>
    public const string Stock = "stock";

    /// <summary>Names a product so that a later one with its id does not get its reviews.</summary>
    public static string IncarnationOf(CatalogProduct product) =>
        KeyHash.Of(product.Id, product.CreateTime.UtcTicks.ToString("x", System.Globalization.CultureInfo.InvariantCulture));
}
