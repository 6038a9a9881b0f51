using Platform.Monetary;

namespace Platform.Catalog.Domain;

/// <summary>One thing that can be bought.</summary>
/// <param name="Sku">Its stock keeping unit.</param>
/// <param name="Price">What it costs without tax.</param>
/// <param name="WeightGrams">What it weighs.</param>
/// <param name="Options">What tells it from the other variants.</param>
public sealed record ProductVariant(string Sku, Money Price, int WeightGrams, IReadOnlyDictionary<string, string> Options);
