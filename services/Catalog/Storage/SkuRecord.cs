using Platform.Catalog.Domain;
using Platform.Monetary;

namespace Platform.Catalog.Storage;

/// <summary>
/// Whose a SKU is, and what carts and orders ask about it. It commits with its product, so one read of it tells the last price that was acknowledged.
/// </summary>
internal sealed record SkuRecord
{
    public required string ProductId { get; init; }

    public required string Title { get; init; }

    public required Money Price { get; init; }

    public required int WeightGrams { get; init; }

    public required string ETag { get; init; }

    public required bool IsPurchasable { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public static SkuRecord Of(CatalogProduct product, ProductVariant variant) => new()
    {
        ProductId = product.Id,
        Title = product.Title,
        Price = variant.Price,
        WeightGrams = variant.WeightGrams,
        ETag = product.ETag,
        IsPurchasable = !product.IsHidden,
        Categories = product.Categories,
    };
}
