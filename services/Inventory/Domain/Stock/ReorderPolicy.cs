namespace Platform.Inventory.Domain.Stock;

/// <summary>Decides when to order more.</summary>
public static class ReorderPolicy
{
    /// <summary>Whether a SKU gets low with a change, and what to order: nothing while an order is on its way.</summary>
    public static (bool GetsLow, Reorder? Reorder) Decide(SkuStock before, SkuStock after, IReadOnlyList<Reorder> reorders, DateTimeOffset now)
    {
        var policy = after.Policy;
        if (!policy.IsLow(after.Available()))
        {
            return (false, null);
        }

        var orders = policy.ReorderQuantity > 0 && reorders.All(reorder => reorder.ReceiveTime is not null);
        return (
            !before.Policy.IsLow(before.Available()),
            orders ? new Reorder($"{after.Sequence}-{reorders.Count}", policy.ReorderQuantity, policy.ReorderWarehouse, now) : null);
    }
}
