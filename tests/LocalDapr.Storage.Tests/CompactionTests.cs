using Platform.Testing;

namespace LocalDapr.Storage.Tests;

public sealed class CompactionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private StoreOptions Options => new() { Directory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CompactAsync_WhileCommitsGoOn_KeepsEverything()
    {
        const int Keys = 2000;
        await using (var store = await KeyValueStore.OpenAsync(Options with { SegmentBytes = 4096 }))
        {
            var writing = Task.WhenAll(Enumerable.Range(0, Keys).Select(i => store.CommitAsync(Put(i))));
            for (var i = 0; i < 5; i++)
                await store.CompactAsync();
            await writing;
        }

        await using var reopened = await KeyValueStore.OpenAsync(Options);
        reopened.Recovery.Damages.ShouldBeEmpty();
        reopened.Recovery.SnapshotEntries.ShouldBeGreaterThan(0);
        reopened.Scan("k").Select(item => item.Key).ShouldBe(Enumerable.Range(0, Keys).Select(Key));
    }

    [Fact]
    public async Task CompactAsync_ManyOverwrites_ShrinksTheFolderAndKeepsVersions()
    {
        await using (var store = await KeyValueStore.OpenAsync(Options))
        {
            for (var i = 0; i < 200; i++)
                await store.CommitAsync(new Batch().Put("k", "same", new byte[1000]));
            await store.CompactAsync();
        }

        Directory.GetFiles(_folder.Path).Sum(file => new FileInfo(file).Length).ShouldBeLessThan(3000);
        await using var reopened = await KeyValueStore.OpenAsync(Options);
        reopened.TryGet("k", "same", out var entry).ShouldBeTrue();
        entry!.Version.ShouldBe(200ul);
        (await reopened.CommitAsync(Put(1))).Version.ShouldBe(201ul);
    }

    [Fact]
    public async Task Maintenance_JournalOutgrowsItsLimit_Compacts()
    {
        var options = Options with { CompactionBytes = 10_000, MaintenanceInterval = TimeSpan.FromMilliseconds(20) };
        await using var store = await KeyValueStore.OpenAsync(options);

        for (var i = 0; i < 20; i++)
            await store.CommitAsync(new Batch().Put("k", "same", new byte[1000]));

        await Eventually.AssertAsync(() => store.Statistics.JournalBytes.ShouldBeLessThan(10_000));
        store.Statistics.SnapshotBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Open_InterruptedCompaction_IgnoresItsRemains()
    {
        await using (var store = await KeyValueStore.OpenAsync(Options))
            await store.CommitAsync(Put(1));
        var segment = Directory.GetFiles(_folder.Path, "*.journal").ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(segment);
        await using (var store = await KeyValueStore.OpenAsync(Options))
        {
            await store.CommitAsync(Put(2));
            await store.CompactAsync();
        }

        await File.WriteAllBytesAsync(segment, bytes); // The snapshot was written, the old segment not yet deleted.
        await File.WriteAllBytesAsync(_folder["00000000000000ff.tmp"], bytes);

        await using var reopened = await KeyValueStore.OpenAsync(Options);
        reopened.Recovery.Damages.ShouldBeEmpty();
        reopened.Scan("k").Count().ShouldBe(2);
        Directory.GetFiles(_folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_SnapshotDamagedInTheMiddle_KeepsItsIntactRecordsAndTheJournal()
    {
        const int Keys = 100;
        await using (var store = await KeyValueStore.OpenAsync(Options))
        {
            for (var i = 0; i < Keys; i++)
                await store.CommitAsync(new Batch().Put("k", Key(i), new byte[5000]));
            await store.CompactAsync();
            await store.CommitAsync(Put(Keys));
        }

        var snapshot = Directory.GetFiles(_folder.Path, "*.snapshot").ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(snapshot);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(snapshot, bytes);

        await using (var store = await KeyValueStore.OpenAsync(Options))
        {
            var damage = store.Recovery.Damages.ShouldHaveSingleItem();
            damage.IsTornTail.ShouldBeFalse();
            (await File.ReadAllBytesAsync(_folder[damage.PreservedAs!])).ShouldBe(bytes);
            store.Snapshot.Count("k").ShouldBeInRange(Keys - 20, Keys);
            store.TryGet("k", Key(0), out _).ShouldBeTrue();
            store.TryGet("k", Key(Keys), out _).ShouldBeTrue();
        }

        await using var again = await KeyValueStore.OpenAsync(Options);
        again.Recovery.Damages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_SegmentMissing_StopsAtTheGapAndKeepsTheRestAside()
    {
        await using (var store = await KeyValueStore.OpenAsync(Options with { SegmentBytes = 1 }))
        {
            for (var i = 0; i < 5; i++)
                await store.CommitAsync(Put(i));
        }

        File.Delete(_folder["0000000000000003.journal"]);

        await using var reopened = await KeyValueStore.OpenAsync(Options);
        reopened.Scan("k").Count().ShouldBe(2);
        reopened.Recovery.Damages.Select(damage => damage.ReadableRecords).ShouldBe([1, 1, 0]);
        reopened.Recovery.Damages.ShouldAllBe(damage => !damage.IsTornTail);
    }

    private static string Key(int i) => i.ToString("d6");

    private static Batch Put(int i) => new Batch().Put("k", Key(i), BitConverter.GetBytes(i));
}
