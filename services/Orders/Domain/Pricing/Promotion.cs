using Platform.Monetary;

namespace Platform.Orders.Domain.Pricing;

/// <summary>What a promotion takes off; one of the three.</summary>
internal sealed record Promotion
{
    public required string Code { get; init; }

    /// <summary>So many per cent of what it applies to; 0 for none.</summary>
    public int PercentOff { get; init; }

    /// <summary>This much of what it applies to, not more than all of it; null for none.</summary>
    public Money? AmountOff { get; init; }

    public bool FreeShipping { get; init; }

    /// <summary>It applies from this subtotal on; null for any.</summary>
    public Money? MinimumSubtotal { get; init; }

    /// <summary>It applies to items of these categories; none for all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether it applies to an order.</summary>
    public bool AppliesTo(IReadOnlyList<PricedItem> items, Money subtotal) =>
        (MinimumSubtotal is not { } minimum || (minimum.Currency == subtotal.Currency && subtotal >= minimum))
        && (AmountOff is not { } off || off.Currency == subtotal.Currency)
        && items.Any(AppliesTo);

    /// <summary>Whether it applies to an item. A category holds those below it: <c>a</c> holds <c>a/b</c>.</summary>
    public bool AppliesTo(PricedItem item) =>
        Categories.Count == 0 || item.Categories.Any(category => Categories.Any(wanted =>
            string.Equals(category, wanted, StringComparison.OrdinalIgnoreCase)
            || category.StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What it takes off an amount that it applies to.</summary>
    public Money Off(Money eligible) =>
        PercentOff > 0 ? eligible.Share(PercentOff / 100m)
        : AmountOff is { } off ? (off < eligible ? off : eligible)
        : Money.Zero(eligible.Currency);
}
