using System.Buffers;

namespace Platform.Catalog.Domain;

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">The field, by its proto name.</param>
/// <param name="Description">What is wrong with it.</param>
public sealed record FieldProblem(string Field, string Description);

/// <summary>What products may be.</summary>
public static class ProductRules
{
    /// <summary>The most variants: what they and their SKUs write fits the 100 writes of the smallest transactions (DynamoDB).</summary>
    public const int MaxVariants = 40;

    /// <summary>The longest id of a product or SKU, in characters.</summary>
    public const int MaxIdLength = 64;

    private const int MaxTitleLength = 300;
    private const int MaxDescriptionLength = 20_000;
    private const int MaxBrandLength = 200;
    private const int MaxCategories = 20;
    private const int MaxCategoryLength = 500;
    private const int MaxImages = 20;
    private const int MaxImageLength = 2048;
    private const int MaxAttributes = 100;
    private const int MaxOptions = 20;
    private const int MaxNameLength = 64;
    private const int MaxValueLength = 500;
    private const int MaxWeightGrams = 1_000_000;
    private const decimal MaxPrice = 1_000_000;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-");

    /// <summary>Whether a text can be the id of a product, or a SKU.</summary>
    public static bool IsId(string id) => id.Length is >= 1 and <= MaxIdLength && !id.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>Everything that is wrong with a product.</summary>
    public static IReadOnlyList<FieldProblem> ProblemsOf(CatalogProduct product) =>
    [
        .. ProblemsOfTexts(product),
        .. ProblemsOfMap(product.Attributes, MaxAttributes, "attributes"),
        .. Check(product.Variants.Count is >= 1 and <= MaxVariants, "variants", $"must be 1 to {MaxVariants}"),
        .. Check(product.Variants.DistinctBy(variant => variant.Sku).Count() == product.Variants.Count, "variants", "must have different SKUs"),
        .. product.Variants.Take(MaxVariants).SelectMany(ProblemsOf),
    ];

    private static IEnumerable<FieldProblem> ProblemsOfTexts(CatalogProduct product) =>
    [
        .. Check(IsId(product.Id), "product_id", $"must be 1 to {MaxIdLength} of 0-9A-Za-z._-"),
        .. Check(product.Title.Length is >= 1 and <= MaxTitleLength, "title", $"must have 1 to {MaxTitleLength} characters"),
        .. Check(product.Description.Length <= MaxDescriptionLength, "description", $"must have at most {MaxDescriptionLength} characters"),
        .. Check(product.Brand.Length <= MaxBrandLength, "brand", $"must have at most {MaxBrandLength} characters"),
        .. Check(product.Categories.Count <= MaxCategories, "categories", $"must be at most {MaxCategories}"),
        .. Check(product.Categories.All(IsCategory), "categories", $"must be names with / between, of at most {MaxCategoryLength} characters"),
        .. Check(product.Images.Count <= MaxImages, "images", $"must be at most {MaxImages}"),
        .. Check(product.Images.All(image => image.Length is >= 1 and <= MaxImageLength), "images", $"must have 1 to {MaxImageLength} characters"),
    ];

    private static IEnumerable<FieldProblem> ProblemsOf(ProductVariant variant, int index)
    {
        var (field, price) = ($"variants[{index}]", variant.Price);
        return
        [
            .. Check(IsId(variant.Sku), field + ".sku", $"must be 1 to {MaxIdLength} of 0-9A-Za-z._-"),
            .. Check(variant.WeightGrams is >= 0 and <= MaxWeightGrams, field + ".weight_grams", $"must be 0 to {MaxWeightGrams}"),
            .. Check(
                price.Currency is not null && price.IsPositive && price.Amount <= MaxPrice && price.IsMinor,
                field + ".price",
                "must be more than 0, at most 1,000,000, with no more decimals than its currency has"),
            .. ProblemsOfMap(variant.Options, MaxOptions, field + ".options"),
        ];
    }

    private static IEnumerable<FieldProblem> ProblemsOfMap(IReadOnlyDictionary<string, string> map, int maxCount, string field) =>
    [
        .. Check(map.Count <= maxCount, field, $"must be at most {maxCount}"),
        .. Check(map.Keys.All(name => name.Length is >= 1 and <= MaxNameLength), field, $"must have names of 1 to {MaxNameLength} characters"),
        .. Check(map.Values.All(value => value.Length <= MaxValueLength), field, $"must have values of at most {MaxValueLength} characters"),
    ];

    private static bool IsCategory(string category) =>
        category.Length is >= 1 and <= MaxCategoryLength && category.Split(CategoryPath.Separator).All(name => name.Length > 0);

    private static IEnumerable<FieldProblem> Check(bool isRight, string field, string description) =>
        isRight ? [] : [new FieldProblem(field, description)];
}
