namespace LocalDapr.Storage.Tests;

public sealed class ScanTests
{
    [Fact]
    public async Task Scan_PrefixAndPages_ReturnsEachKeyOnceInOrder()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var batch = new Batch();
        foreach (var key in new[] { "a", "b1", "b2", "b3", "c" })
            batch.Put("k", key, default);
        await store.CommitAsync(batch);

        Keys(store.Scan("k", "b")).ShouldBe(["b1", "b2", "b3"]);
        Keys(store.Scan("k", "b", limit: 2)).ShouldBe(["b1", "b2"]);
        Keys(store.Scan("k", "b", after: "b2")).ShouldBe(["b3"]);
        Keys(store.Scan("k", "b", after: "a")).ShouldBe(["b1", "b2", "b3"]);
        Keys(store.Scan("k", "b", after: "b3")).ShouldBeEmpty();
        Keys(store.Scan("unknown")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Snapshot_LaterCommits_AreNotSeen()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        await store.CommitAsync(new Batch().Put("k", "a", new byte[] { 1 }));
        var snapshot = store.Snapshot;

        await store.CommitAsync(new Batch().Put("k", "a", new byte[] { 2 }).Put("k", "b", default));

        Keys(snapshot.Scan("k")).ShouldBe(["a"]);
        snapshot.TryGet("k", "a", out var entry).ShouldBeTrue();
        entry!.Value.ToArray().ShouldBe([1]);
    }

    private static IEnumerable<string> Keys(IEnumerable<KeyValuePair<string, Entry>> entries) => entries.Select(entry => entry.Key);
}
