namespace Platform.Catalog.Domain;

/// <summary>How a product sells.</summary>
public sealed record ProductSales
{
    /// <summary>The most other products that are counted beside one: the rest is noise. Keeps the document far below 400 KB (DynamoDB).</summary>
    public const int MaxPartners = 400;

    /// <summary>After what time a sale has half of its weight.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(7);

    /// <summary>How many were sold. Below zero for the moment in which a cancellation is known and its order is not.</summary>
    public long Sold { get; init; }

    /// <summary>How many orders had it.</summary>
    public long Baskets { get; init; }

    /// <summary>The sales with their weights at <see cref="HeatTime"/>.</summary>
    public double Heat { get; init; }

    /// <summary>When the heat was as it says.</summary>
    public DateTimeOffset HeatTime { get; init; }

    /// <summary>How many orders had it together with another product, by that product.</summary>
    public IReadOnlyDictionary<string, long> Together { get; init; } = new Dictionary<string, long>();

    /// <summary>The heat at a time, which need not be the latest: events come in any order.</summary>
    public double HeatAt(DateTimeOffset time) => Heat * Math.Pow(2, (HeatTime - time) / HalfLife);

    /// <summary>The sales with one more order, or without one that was canceled.</summary>
    /// <param name="quantity">How many it had of the product.</param>
    /// <param name="partners">The other products in it.</param>
    /// <param name="time">When it was confirmed.</param>
    /// <param name="sign">1, or -1 to take it out.</param>
    public ProductSales Add(long quantity, IEnumerable<string> partners, DateTimeOffset time, int sign = 1)
    {
        var latest = time > HeatTime ? time : HeatTime;
        var together = new Dictionary<string, long>(Together);
        foreach (var partner in partners)
        {
            together[partner] = together.GetValueOrDefault(partner) + sign;
            if (together[partner] == 0)
            {
                together.Remove(partner);
            }
        }

        return this with
        {
            Sold = Sold + (sign * quantity),
            Baskets = Baskets + sign,
            // No orders have no heat: not even what rounding leaves.
            Heat = Baskets + sign == 0 ? 0 : HeatAt(latest) + (sign * quantity * Math.Pow(2, (time - latest) / HalfLife)),
            HeatTime = latest,
            Together = together.Count <= MaxPartners
                ? together
                : together.OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal).Take(MaxPartners).ToDictionary(),
        };
    }
}
