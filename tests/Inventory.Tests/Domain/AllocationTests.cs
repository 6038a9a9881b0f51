using Platform.Geography;
using Platform.Inventory.Domain.Places;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Tests.Domain;

public sealed class AllocationTests
{
    private static readonly WarehouseMap Map = new InventoryOptions().ToMap();

    [Theory]
    [InlineData("US", "NY", "us-east")]
    [InlineData("US", "CA", "us-west")]
    [InlineData("US", "wa", "us-west")]
    [InlineData("GB", "", "eu-central")]
    [InlineData("JP", "", "us-west")]
    [InlineData("US", "??", "us-east")]
    [InlineData("", "", "us-east")]
    public void NearestFirst_Address_BeginsWithTheNearest(string region, string area, string expected) =>
        Map.NearestFirst(region, area)[0].ShouldBe(expected);

    [Fact]
    public void Distance_NewYorkToLondon_IsKnown() =>
        new GeoPoint(40.6413, -73.7781).DistanceKm(new GeoPoint(51.4700, -0.4543)).ShouldBe(5540, tolerance: 10);

    [Fact]
    public void Allocate_NearestHasAll_TakesItThere() => Allocate(5, ("a", 5), ("b", 9)).ShouldBe("a5");

    [Fact]
    public void Allocate_OnlyAFartherOneHasAll_SendsOneParcel() => Allocate(5, ("a", 4), ("b", 9)).ShouldBe("b5");

    [Fact]
    public void Allocate_NobodyHasAll_SplitsNearestFirst() => Allocate(8, ("a", 4), ("b", 3), ("c", 7)).ShouldBe("a4 b3 c1");

    [Fact]
    public void Allocate_TooFew_IsNull() => Allocate(15, ("a", 4), ("b", 3), ("c", 7)).ShouldBeNull();

    [Fact]
    public void Allocate_UnknownWarehouse_ComesLast() => Allocate(2, ("z", 5), ("a", 2)).ShouldBe("a2");

    private static string? Allocate(long quantity, params (string Warehouse, long Available)[] stock)
    {
        // Some are reserved: those do not count.
        var levels = stock.ToDictionary(each => each.Warehouse, each => new Level(each.Available + 3, 3));
        return AllocationPolicy.Allocate(levels, quantity, ["a", "b", "c"]) is { } allocations
            ? string.Join(' ', allocations.Select(each => $"{each.Warehouse}{each.Quantity}"))
            : null;
    }
}
