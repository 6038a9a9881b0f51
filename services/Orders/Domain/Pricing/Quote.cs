using Platform.Monetary;

namespace Platform.Orders.Domain.Pricing;

/// <summary>An item to be priced.</summary>
/// <param name="Sku">What.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Quantity">How many.</param>
/// <param name="UnitPrice">What one costs, without tax.</param>
/// <param name="WeightGrams">What one weighs.</param>
/// <param name="Categories">What it is, for promotions.</param>
internal sealed record PricedItem(string Sku, string Title, int Quantity, Money UnitPrice, int WeightGrams, IReadOnlyList<string> Categories);

/// <summary>A parcel: what one warehouse sends.</summary>
/// <param name="WeightGrams">What it weighs.</param>
/// <param name="DistanceKm">How far it goes.</param>
internal sealed record Parcel(long WeightGrams, double DistanceKm);

/// <summary>What an order costs, line by line.</summary>
internal sealed record Quote(IReadOnlyList<OrderLine> Lines, OrderTotals Totals);
