using Google.Protobuf.WellKnownTypes;
using Platform.Catalog.Domain;
using Platform.Catalog.Storage;
using Platform.Catalog.V1;
using Platform.Monetary;

namespace Platform.Catalog.Api;

/// <summary>Products as messages and back.</summary>
internal static class ProductMapper
{
    public static Product ToProto(CatalogEntry entry)
    {
        var product = entry.Product;
        return new Product
        {
            Name = ResourceNames.OfProduct(product.Id),
            Title = product.Title,
            Description = product.Description,
            Brand = product.Brand,
            Categories = { product.Categories },
            Variants = { product.Variants.Select(variant => ToProto(variant, entry.InStockSkus.Contains(variant.Sku))) },
            Images = { product.Images },
            Attributes = { product.Attributes.ToDictionary() },
            State = product.IsHidden ? Product.Types.State.Hidden : Product.Types.State.Active,
            Rating = new Product.Types.Rating { Average = entry.Rating.Average, Count = entry.Rating.Count },
            SoldCount = Math.Max(0, entry.Sales.Sold),
            InStock = entry.InStock,
            CreateTime = Timestamp.FromDateTimeOffset(product.CreateTime),
            UpdateTime = Timestamp.FromDateTimeOffset(product.UpdateTime),
            Etag = product.ETag,
        };
    }

    public static GetProductPricesResponse.Types.SkuPrice ToProto(string sku, SkuRecord record) => new()
    {
        Sku = sku,
        Product = ResourceNames.OfProduct(record.ProductId),
        Title = record.Title,
        UnitPrice = record.Price.ToProto(),
        WeightGrams = record.WeightGrams,
        Etag = record.ETag,
        Purchasable = record.IsPurchasable,
        Categories = { record.Categories },
    };

    /// <summary>A product as it is asked for. A price that cannot be read is none, which no product may have.</summary>
    public static CatalogProduct ToDomain(Product product, string id) => new()
    {
        Id = id,
        Title = product.Title,
        Description = product.Description,
        Brand = product.Brand,
        Categories = [.. product.Categories],
        Variants = [.. product.Variants.Select(ToDomain)],
        Images = [.. product.Images],
        Attributes = new Dictionary<string, string>(product.Attributes),
        IsHidden = product.State == Product.Types.State.Hidden,
    };

    private static Product.Types.Variant ToProto(ProductVariant variant, bool inStock) => new()
    {
        Sku = variant.Sku,
        Price = variant.Price.ToProto(),
        WeightGrams = variant.WeightGrams,
        Options = { variant.Options.ToDictionary() },
        InStock = inStock,
    };

    private static ProductVariant ToDomain(Product.Types.Variant variant) => new(
        variant.Sku,
        Money.TryFromProto(variant.Price, out var price) ? price : default,
        variant.WeightGrams,
        new Dictionary<string, string>(variant.Options));
}
