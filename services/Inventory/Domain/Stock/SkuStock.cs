namespace Platform.Inventory.Domain.Stock;

/// <summary>
/// The stock of a SKU. Every change of it is made of movements, and whatever would make stock negative, or reserve what is not there, is no change but a bug.
/// </summary>
public sealed record SkuStock
{
    /// <summary>The most that a warehouse has of a SKU.</summary>
    public const long MaxOnHand = 1_000_000_000;

    public static SkuStock Empty { get; } = new();

    /// <summary>The stock by warehouse; those that never had any are left out.</summary>
    public IReadOnlyDictionary<string, Level> Levels { get; init; } = new Dictionary<string, Level>();

    /// <summary>The number of the last movement.</summary>
    public long Sequence { get; init; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset? UpdateTime { get; init; }

    /// <summary>When it is low, and how it is sold.</summary>
    public StockPolicy Policy { get; init; } = StockPolicy.None;

    /// <summary>What is in the warehouses.</summary>
    public long OnHand() => Levels.Values.Sum(level => level.OnHand);

    /// <summary>What of it is reserved.</summary>
    public long Reserved() => Levels.Values.Sum(level => level.Reserved);

    /// <summary>What can be reserved.</summary>
    public long Available() => OnHand() - Reserved();

    /// <summary>The stock in a warehouse.</summary>
    public Level In(string warehouse) => Levels.GetValueOrDefault(warehouse, Level.None);

    /// <summary>Whether so much more fits into a warehouse, and what is reserved stays there.</summary>
    public bool CanAdd(string warehouse, long delta)
    {
        var level = In(warehouse);
        return level.OnHand + delta >= level.Reserved && level.OnHand + delta <= MaxOnHand;
    }

    /// <summary>More, or less, on hand.</summary>
    public StockChange Add(MovementKind kind, string warehouse, long delta, string reference, string reason, DateTimeOffset now) =>
        Move(now, kind, [new Allocation(warehouse, delta)], onHand: 1, reserved: 0, reference, reason);

    /// <summary>Reserves.</summary>
    public StockChange Reserve(IReadOnlyList<Allocation> allocations, string reference, DateTimeOffset now) =>
        Move(now, MovementKind.Reserved, allocations, onHand: 0, reserved: 1, reference);

    /// <summary>Gives back what is reserved.</summary>
    public StockChange Release(IReadOnlyList<Allocation> allocations, string reference, DateTimeOffset now) =>
        Move(now, MovementKind.Released, allocations, onHand: 0, reserved: -1, reference);

    /// <summary>Sells what is reserved.</summary>
    public StockChange Commit(IReadOnlyList<Allocation> allocations, string reference, DateTimeOffset now) =>
        Move(now, MovementKind.Committed, allocations, onHand: -1, reserved: -1, reference);

    /// <summary>Takes back what was sold.</summary>
    public StockChange Return(IReadOnlyList<Allocation> allocations, string reference, DateTimeOffset now) =>
        Move(now, MovementKind.Returned, allocations, onHand: 1, reserved: 0, reference);

    /// <summary>The stock after a movement.</summary>
    /// <exception cref="InvalidOperationException">The movement is not the next one, or stock would be negative or reserved without being there.</exception>
    public SkuStock Apply(Movement movement)
    {
        var before = In(movement.Warehouse);
        var after = new Level(before.OnHand + movement.OnHandDelta, before.Reserved + movement.ReservedDelta);
        if (after.Reserved < 0 || after.Reserved > after.OnHand || movement.Sequence != Sequence + 1)
        {
            throw new InvalidOperationException($"Movement {movement.Sequence} does not fit the stock after movement {Sequence}.");
        }

        return this with
        {
            Levels = new Dictionary<string, Level>(Levels) { [movement.Warehouse] = after },
            Sequence = movement.Sequence,
            UpdateTime = movement.Time,
        };
    }

    private StockChange Move(
        DateTimeOffset now, MovementKind kind, IReadOnlyList<Allocation> allocations, int onHand, int reserved, string reference, string reason = "")
    {
        var stock = this;
        var movements = new List<Movement>(allocations.Count);
        foreach (var (warehouse, quantity) in allocations)
        {
            var movement = new Movement(stock.Sequence + 1, now, kind, warehouse, quantity * onHand, quantity * reserved, reference, reason);
            stock = stock.Apply(movement);
            movements.Add(movement);
        }

        return new StockChange(stock, movements);
    }
}

/// <summary>A change of stock.</summary>
/// <param name="Stock">The stock after it.</param>
/// <param name="Movements">What it consists of.</param>
public sealed record StockChange(SkuStock Stock, IReadOnlyList<Movement> Movements);
