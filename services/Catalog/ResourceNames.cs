using Platform.Catalog.Domain;
using Platform.Hosting.Failures;

namespace Platform.Catalog;

/// <summary>Resource names: <c>products/{product}</c> and <c>products/{product}/reviews/{review}</c>.</summary>
internal static class ResourceNames
{
    private const string ProductPrefix = "products/";
    private const string ReviewInfix = "/reviews/";

    public static string OfProduct(string id) => ProductPrefix + id;

    public static string OfReview(string productId, string reviewId) => ProductPrefix + productId + ReviewInfix + reviewId;

    /// <summary>The id in the name of a product.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of a product.</exception>
    public static string ProductOf(string name, string field = "name") =>
        name.StartsWith(ProductPrefix, StringComparison.Ordinal) && ProductRules.IsId(name[ProductPrefix.Length..])
            ? name[ProductPrefix.Length..]
            : throw new InvalidArgumentException(field, "must be products/ and an id");

    /// <summary>The ids in the name of a review.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of a review.</exception>
    public static (string Product, string Review) ReviewOf(string name, string field = "name") =>
        name.Split(ReviewInfix) is [var product, var review] && ProductRules.IsId(review)
            ? (ProductOf(product, field), review)
            : throw new InvalidArgumentException(field, "must be products/, an id, /reviews/ and an id");
}
