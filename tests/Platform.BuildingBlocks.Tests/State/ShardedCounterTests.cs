using Platform.State;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.State;

[Collection(nameof(SidecarTests))]
public sealed class ShardedCounterTests(SidecarFixture sidecar)
{
    private readonly ShardedCounter _first = new(sidecar.First, SidecarFixture.Store, "counter", shards: 4);
    private readonly ShardedCounter _second = new(sidecar.Second, SidecarFixture.Store, "counter", shards: 4);

    [Fact]
    public void Get_AfterAnyAdditions_IsTheirSum() => AsyncProperty.Holds<int[]>(async deltas =>
    {
        var id = sidecar.NewName();
        foreach (var delta in deltas)
        {
            await _first.AddAsync(id, delta, default);
        }

        (await _first.GetAsync(id, default)).ShouldBe(deltas.Sum(delta => (long)delta));
    });

    [Fact]
    public async Task Add_ByTwoWritersAtOnce_LosesNothing()
    {
        var id = sidecar.NewName();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => (number % 2 == 0 ? _first : _second).AddAsync(id, number, default)));

        (await _first.GetAsync(id, default)).ShouldBe(199 * 200 / 2);
    }

    [Fact]
    public async Task Add_BeyondTheRange_IsRefused()
    {
        var counter = new ShardedCounter(sidecar.First, SidecarFixture.Store, "counter", shards: 1);
        var id = sidecar.NewName();
        await counter.AddAsync(id, long.MaxValue, default);

        await Should.ThrowAsync<OverflowException>(() => counter.AddAsync(id, 1, default));
    }
}
