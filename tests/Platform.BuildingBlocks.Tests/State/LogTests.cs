using Dapr.Client;
using FsCheck.Fluent;
using Platform.State;
using Platform.State.Logs;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.State;

[Collection(nameof(SidecarTests))]
public sealed class LogTests(SidecarFixture sidecar)
{
    private const int Shards = 3;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Paged_AnyNumberOfItems_AreReadNewestFirst() =>
        AsyncProperty.Holds(Gen.Zip(Gen.Choose(0, 24 * PagedLog<int>.PageSize), Gen.Choose(1, 200)), async input =>
        {
            var (count, pageSize) = input;
            var (id, log) = (sidecar.NewName(), new PagedLog<int>(sidecar.First, SidecarFixture.Store, "log"));
            for (var i = 0; i < count; i++)
            {
                await CommitAsync(sidecar.First, log.Append(await log.GetHeadAsync(id, default), i));
            }

            var read = new List<int>();
            long? before = null;
            IReadOnlyList<LogItem<int>> page;
            while ((page = await log.ReadNewestAsync(id, before, pageSize, default)).Count > 0)
            {
                read.AddRange(page.Select(item => item.Item));
                before = page[^1].Position;
            }

            read.ShouldBe(Enumerable.Range(0, count).Reverse());
        }, cases: 5);

    [Fact]
    public void Sharded_AnySpreadOverShards_IsReadNewestFirst() =>
        AsyncProperty.Holds(Gen.Zip(Gen.Choose(0, Shards - 1).ListOf(), Gen.Choose(1, 20)), async input =>
        {
            var (spread, pageSize) = input;
            var (id, log) = (sidecar.NewName(), NewLog(sidecar.First));
            foreach (var (i, shard) in spread.Index())
            {
                await CommitAsync(sidecar.First, log.Append(await log.GetHeadAsync(id, shard, default), i));
            }

            (await PagesAsync(log, id, pageSize)).ShouldBe(Enumerable.Range(0, spread.Count).Reverse());
        });

    [Fact]
    public async Task Sharded_AppendsToDifferentShardsAtOnce_DoNotExcludeEachOther()
    {
        var (id, log) = (sidecar.NewName(), NewLog(sidecar.First));
        var heads = await Task.WhenAll(Enumerable.Range(0, Shards).Select(shard => log.GetHeadAsync(id, shard, default)));

        var committed = await Task.WhenAll(heads.Select((head, shard) =>
            sidecar.First.TryCommitAsync(SidecarFixture.Store, [.. log.Append(head, shard)], default)));

        committed.ShouldAllBe(isCommitted => isCommitted);
    }

    [Fact]
    public async Task Sharded_AppendsOfTwoWritersToOneShard_AreAllThere()
    {
        var id = sidecar.NewName();
        var writers = new[] { sidecar.First, sidecar.Second };

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => AppendAsync(writers[i % 2], id, i)));

        (await PagesAsync(NewLog(sidecar.First), id, 7)).ShouldBe(Enumerable.Range(0, 60), ignoreOrder: true);
    }

    private static ShardedLog<int> NewLog(DaprClient dapr) =>
        new(dapr, SidecarFixture.Store, "sharded-log", Shards, number => Start.AddSeconds(number));

    private static async Task CommitAsync(DaprClient dapr, IEnumerable<StateTransactionRequest> writes) =>
        (await dapr.TryCommitAsync(SidecarFixture.Store, [.. writes], default)).ShouldBeTrue();

    private static async Task AppendAsync(DaprClient dapr, string id, int item)
    {
        var log = NewLog(dapr);
        await Optimistic.RetryAsync(
            async token => await dapr.TryCommitAsync(SidecarFixture.Store, [.. log.Append(await log.GetHeadAsync(id, 0, token), item)], token) ? "done" : null,
            default);
    }

    private static async Task<List<int>> PagesAsync(ShardedLog<int> log, string id, int pageSize)
    {
        var items = new List<int>();
        IReadOnlyList<long>? next = null;
        do
        {
            var page = await log.ReadNewestAsync(id, next, pageSize, default);
            items.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);

        return items;
    }
}
