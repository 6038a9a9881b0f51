using FsCheck;
using FsCheck.Fluent;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Tests.Domain;

/// <summary>Whatever comes, in whatever order and however often: nothing is sold twice, and the movements tell it all.</summary>
public sealed class StockPropertyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Warehouses = ["a", "b", "c"];

    [Fact]
    public void Steps_InAnyOrder_KeepStockRight() =>
        Prop.ForAll(Gen.ListOf(Steps()).ToArbitrary(), steps =>
        {
            var world = new World();
            foreach (var step in steps)
            {
                world.Do(step);
                world.ShouldBeRight();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200));

    private static Gen<Step> Steps() =>
        from kind in Gen.Choose(0, 5)
        from reservation in Gen.Choose(0, 7)
        from quantity in Gen.Choose(1, 20)
        from warehouse in Gen.Elements(Warehouses)
        select new Step(kind, $"r{reservation}", quantity, warehouse);

    public sealed record Step(int Kind, string Reservation, long Quantity, string Warehouse);

    private sealed class World
    {
        private readonly Dictionary<string, Hold> _holds = [];
        private readonly List<Movement> _movements = [];
        private SkuStock _stock = SkuStock.Empty;
        private long _added;

        public void Do(Step step)
        {
            var hold = _holds.GetValueOrDefault(step.Reservation);
            switch (step.Kind)
            {
                case 0:
                    _added += step.Quantity;
                    Take(_stock.Add(MovementKind.Restocked, step.Warehouse, step.Quantity, "", "", Now));
                    break;
                case 1 when _stock.CanAdd(step.Warehouse, -step.Quantity):
                    _added -= step.Quantity;
                    Take(_stock.Add(MovementKind.Adjusted, step.Warehouse, -step.Quantity, "", "lost", Now));
                    break;
                case 2 or 3:
                    Take(step.Reservation, Holds.Reserve(_stock, hold, step.Quantity, [step.Warehouse], step.Reservation, Now));
                    break;
                case 4:
                    Take(step.Reservation, Holds.Commit(_stock, hold, step.Reservation, Now));
                    break;
                case 5:
                    Take(step.Reservation, Holds.Release(_stock, hold, step.Reservation, Now));
                    break;
            }
        }

        public void ShouldBeRight()
        {
            foreach (var level in _stock.Levels.Values)
            {
                level.Reserved.ShouldBeGreaterThanOrEqualTo(0);
                level.OnHand.ShouldBeGreaterThanOrEqualTo(level.Reserved);
            }

            _stock.Reserved().ShouldBe(SumOf(HoldState.Held));
            _stock.OnHand().ShouldBe(_added - SumOf(HoldState.Committed));
            var audit = new StockAudit();
            _movements.ForEach(audit.Add);
            audit.Compare(_stock).ShouldBeEmpty();
        }

        private long SumOf(HoldState state) =>
            _holds.Values.Where(hold => hold.State == state).Sum(hold => hold.Allocations.Sum(allocation => allocation.Quantity));

        private void Take(string reservation, HoldStep? step)
        {
            if (step is not null)
            {
                _holds[reservation] = step.Hold;
                Take(step.Change);
            }
        }

        private void Take(StockChange? change)
        {
            _stock = change?.Stock ?? _stock;
            _movements.AddRange(change?.Movements ?? []);
        }
    }
}
