using Platform.Monetary;

namespace Platform.Cart.Domain;

/// <summary>What a SKU is and costs now.</summary>
/// <param name="Title">The product's title.</param>
/// <param name="UnitPrice">What one costs.</param>
/// <param name="IsPurchasable">Whether it is sold.</param>
/// <param name="Categories">The product's categories.</param>
/// <param name="Available">How many are in stock; null where inventory did not say.</param>
public sealed record Quote(string Title, Money UnitPrice, bool IsPurchasable, IReadOnlyList<string> Categories, long? Available)
{
    /// <summary>Whether so many are in stock. When inventory did not say it is not held against the cart: the checkout asks again.</summary>
    public bool HasStock(int quantity) => Available is not { } available || available >= quantity;
}
