using Platform.Monetary;

namespace Platform.Orders.Ports;

/// <summary>The catalogue.</summary>
internal interface ICatalog
{
    /// <summary>What items cost now; unknown ones are left out.</summary>
    Task<IReadOnlyList<CatalogItem>> GetPricesAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken);
}

/// <summary>An item of the catalogue.</summary>
/// <param name="Sku">What.</param>
/// <param name="Title">What people call it.</param>
/// <param name="UnitPrice">What one costs, without tax.</param>
/// <param name="WeightGrams">What one weighs.</param>
/// <param name="Purchasable">Whether it is sold.</param>
/// <param name="Categories">What it is.</param>
internal sealed record CatalogItem(string Sku, string Title, Money UnitPrice, int WeightGrams, bool Purchasable, IReadOnlyList<string> Categories);
