namespace Platform.Inventory.Domain.Stock;

/// <summary>Recomputes the stock of a SKU from its movements.</summary>
public sealed class StockAudit
{
    private const int MaxDifferences = 100;
    private readonly List<string> _differences = [];

    /// <summary>The stock that the movements so far add up to.</summary>
    public SkuStock Recomputed { get; private set; } = SkuStock.Empty;

    /// <summary>How many movements there were.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the next movement, the oldest first. One that cannot be is noted and left out.</summary>
    public void Add(Movement movement)
    {
        Count++;
        try
        {
            Recomputed = Recomputed.Apply(movement);
        }
        catch (InvalidOperationException)
        {
            Note($"Movement {movement.Sequence} in {movement.Warehouse} does not fit the stock before it.");
            Recomputed = Recomputed with { Sequence = movement.Sequence };
        }
    }

    /// <summary>Compares with what is kept; says what differs.</summary>
    public IReadOnlyList<string> Compare(SkuStock kept)
    {
        if (kept.Sequence != Recomputed.Sequence)
        {
            Note($"The last movement is {Recomputed.Sequence}, the stock is that after {kept.Sequence}.");
        }

        foreach (var warehouse in kept.Levels.Keys.Union(Recomputed.Levels.Keys).Order(StringComparer.Ordinal))
        {
            var (are, sum) = (kept.In(warehouse), Recomputed.In(warehouse));
            if (are != sum)
            {
                Note($"{warehouse}: {are.OnHand} on hand and {are.Reserved} reserved, the movements add up to {sum.OnHand} and {sum.Reserved}.");
            }
        }

        return _differences;
    }

    private void Note(string difference)
    {
        if (_differences.Count < MaxDifferences)
        {
            _differences.Add(difference);
        }
    }
}
