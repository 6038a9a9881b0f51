using Platform.Testing;

namespace Dapr.Actors.Tests.LocalDapr;

/// <summary>Two instances of one app share its actors.</summary>
public sealed class InstanceTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 40).Select(id => $"stock-{id}")];

    [Fact]
    public async Task Actors_OfTwoInstances_AreSpreadAndStayWhereTheyAre()
    {
        await using var shop = await ShopHost.StartAsync(instances: 2);
        await Eventually.AssertAsync(async () => (await WhereAsync(shop)).Distinct().Count().ShouldBe(2));

        var before = await WhereAsync(shop);
        await CountAsync(shop, 1);

        (await WhereAsync(shop)).ShouldBe(before);
        before.Count(name => name == "shop-0").ShouldBeInRange(8, 32);
        shop.Logs.Sum(log => log.DoubleActivations).ShouldBe(0);
    }

    [Fact]
    public async Task Instance_ThatStops_LeavesItsActorsToTheOther()
    {
        await using var shop = await ShopHost.StartAsync(instances: 2);
        await Eventually.AssertAsync(async () => (await WhereAsync(shop)).Distinct().Count().ShouldBe(2));
        await CountAsync(shop, 1);

        await shop.StopAppAsync(0);
        await Eventually.AssertAsync(async () => (await WhereAsync(shop)).ShouldAllBe(name => name == "shop-1"));

        (await CountAsync(shop, 1)).ShouldAllBe(count => count == 2);
    }

    [Fact]
    public async Task Instance_ThatComes_TakesItsActorsOverWithTheirState()
    {
        await using var shop = await ShopHost.StartAsync(instances: 2, started: 1);
        await CountAsync(shop, 1);

        await shop.StartAppAsync(1);
        // Moved actors are dropped without a call, and never active in both.
        await Eventually.AssertAsync(() => shop.Log.Lines.Count(line => line.StartsWith("deactivated", StringComparison.Ordinal)).ShouldBeGreaterThan(5));
        var counts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CountAsync(shop, 1)));

        counts.SelectMany(count => count).Max().ShouldBe(6);
        (await WhereAsync(shop)).Distinct().Count().ShouldBe(2);
        (await CountAsync(shop, 0)).ShouldAllBe(count => count == 6);
        shop.Logs.Sum(log => log.DoubleActivations).ShouldBe(0);
    }

    [Fact]
    public async Task Turn_OfAnActorThatMoves_MayEndFirst()
    {
        await using var shop = await ShopHost.StartAsync(instances: 2, started: 1);
        await CountAsync(shop, 1);
        var waiting = Ids.Select(id => shop.Stock(id).WaitAsync("move")).ToList();
        await Eventually.AssertAsync(() => shop.Log.Lines.Count(line => line.StartsWith("waits", StringComparison.Ordinal)).ShouldBe(Ids.Length));

        await shop.StartAppAsync(1);
        await Eventually.AssertAsync(async () => (await shop.Stock("fresh-0").WhereAsync() + await FreshAsync(shop)).ShouldContain("shop-1"));
        var calls = CountAsync(shop, 1);
        shop.Log.Lines.ShouldNotContain(line => line.StartsWith("deactivated stock", StringComparison.Ordinal));
        foreach (var id in Ids)
            shop.Log.Open($"{id} move");

        await Task.WhenAll(waiting);
        (await calls).ShouldAllBe(count => count == 2);
        shop.Logs.Sum(log => log.DoubleActivations).ShouldBe(0);
    }

    [Fact]
    public async Task Turn_OfAnActorThatMoves_IsBrokenOffAfterTheDrainTimeout()
    {
        await using var shop = await ShopHost.StartAsync(
            instances: 2, started: 1, configure: options => options.DrainOngoingCallTimeout = TimeSpan.FromSeconds(20));
        var waiting = Ids.Select(id => shop.Stock(id).WaitAsync("for ever")).ToList();
        await Eventually.AssertAsync(() => shop.Log.Lines.Count(line => line.StartsWith("waits", StringComparison.Ordinal)).ShouldBe(Ids.Length));

        await shop.StartAppAsync(1);
        await shop.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => waiting.Count(call => call.IsFaulted).ShouldBeGreaterThan(5));

        var failure = (DaprApiException)waiting.First(call => call.IsFaulted).Exception!.InnerException!;
        failure.ErrorCode.ShouldBe("ERR_ACTOR_INVOKE_METHOD");
        failure.Message.ShouldContain("moved");
        waiting.Count(call => !call.IsCompleted).ShouldBeGreaterThan(5);
        foreach (var id in Ids)
            shop.Log.Open($"{id} for ever");
    }

    private static async Task<string> FreshAsync(ShopHost shop) =>
        string.Concat(await Task.WhenAll(Enumerable.Range(0, 10).Select(id => shop.Stock($"fresh-{id}").WhereAsync())));

    private static Task<string[]> WhereAsync(ShopHost shop) => Task.WhenAll(Ids.Select(id => shop.Stock(id).WhereAsync()));

    private static Task<int[]> CountAsync(ShopHost shop, int amount) => Task.WhenAll(Ids.Select(id => shop.Stock(id).AddAsync(amount)));
}
