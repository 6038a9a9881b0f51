namespace Platform.Inventory.Domain.Stock;

/// <summary>The stock of a SKU in a warehouse: 0 ≤ reserved ≤ on hand, always.</summary>
/// <param name="OnHand">What is there.</param>
/// <param name="Reserved">What of it is reserved.</param>
public sealed record Level(long OnHand, long Reserved)
{
    public static Level None { get; } = new(0, 0);

    /// <summary>What can be reserved.</summary>
    public long Available() => OnHand - Reserved;
}
