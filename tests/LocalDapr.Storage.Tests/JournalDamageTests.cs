using LocalDapr.Storage.Journal;
using Platform.Testing;

namespace LocalDapr.Storage.Tests;

/// <summary>A small journal, damaged in every way at every byte.</summary>
public sealed class JournalDamageTests : IAsyncLifetime
{
    private const int Commits = 8;

    private readonly TempFolder _folder = new();
    private string _name = "";
    private byte[] _journal = [];

    /// <summary>The offset where each record ends; the first is where the header does.</summary>
    private readonly List<long> _ends = [FileHeader.Size];

    public async ValueTask InitializeAsync()
    {
        await using (var store = await OpenAsync(_folder["origin"]))
        {
            for (var i = 1; i <= Commits; i++)
                await store.CommitAsync(new Batch().Put("k", $"key{i}", new byte[] { (byte)i }).Put("k", "last", new byte[] { (byte)i }));
        }

        var file = Directory.GetFiles(_folder["origin"], "*.journal").ShouldHaveSingleItem();
        _name = Path.GetFileName(file);
        _journal = await File.ReadAllBytesAsync(file);
        using var reader = new RecordReader(file);
        while (reader.TryRead(out _, out _) == ReadOutcome.Record)
            _ends.Add(reader.Position);
        _ends.Count.ShouldBe(Commits + 1);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Open_TruncatedAtAnyByte_KeepsTheRecordsBefore()
    {
        for (var length = 0; length <= _journal.Length; length++)
        {
            var kept = Math.Max(0, _ends.FindLastIndex(end => end <= length));

            var report = await OpenDamagedAsync(_journal[..length], kept);

            var isClean = length == 0 || _ends.Contains(length);
            report.Damages.Count.ShouldBe(isClean ? 0 : 1, $"cut at {length}");
            report.Damages.ShouldAllBe(damage => damage.IsTornTail && damage.PreservedAs != null);
        }
    }

    [Fact]
    public async Task Open_AnyByteFlipped_KeepsTheRecordsBeforeAndSaysWhatItDropped()
    {
        for (var offset = 0; offset < _journal.Length; offset++)
        {
            var damaged = _journal.ToArray();
            damaged[offset] ^= (byte)(1 << (offset % 8));
            var isHeader = offset < FileHeader.Size;
            var kept = isHeader ? Commits : _ends.FindLastIndex(end => end <= offset);

            var report = await OpenDamagedAsync(damaged, kept);

            var damage = report.Damages.ShouldHaveSingleItem();
            damage.File.ShouldBe(_name);
            damage.Offset.ShouldBe(isHeader ? 0 : _ends[kept]);
            damage.DroppedBytes.ShouldBe(isHeader ? FileHeader.Size : _journal.Length - _ends[kept]);
            damage.ReadableRecords.ShouldBe(isHeader ? 0 : Commits - kept - 1);
        }
    }

    [Fact]
    public async Task Open_RecordMissingInTheMiddle_KeepsTheRecordsBeforeTheGap()
    {
        byte[] gapped = [.. _journal[..(int)_ends[3]], .. _journal[(int)_ends[4]..]];

        var report = await OpenDamagedAsync(gapped, kept: 3);

        var damage = report.Damages.ShouldHaveSingleItem();
        damage.Reason.ShouldBe("sequence 5 where 4 is expected");
        damage.ReadableRecords.ShouldBe(Commits - 4);
        damage.IsTornTail.ShouldBeFalse();
    }

    [Fact]
    public async Task Open_GarbageBehindTheRecords_KeepsAllRecords()
    {
        var garbage = new byte[5000];
        new Random(7).NextBytes(garbage);

        var report = await OpenDamagedAsync([.. _journal, .. garbage], Commits);

        report.Damages.ShouldHaveSingleItem().DroppedBytes.ShouldBe(garbage.Length);
    }

    [Fact]
    public async Task Open_NewerFormat_RefusesAndTouchesNothing()
    {
        var newer = _journal.ToArray();
        newer[8] = 2;
        BitConverter.TryWriteBytes(newer.AsSpan(20), Crc32C.Of(newer.AsSpan(0, 20)));
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder[_name], newer);

        await Should.ThrowAsync<NotSupportedException>(() => OpenAsync(folder.Path));

        (await File.ReadAllBytesAsync(folder[_name])).ShouldBe(newer);
    }

    private async Task<RecoveryReport> OpenDamagedAsync(byte[] journal, int kept)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder[_name], journal);
        RecoveryReport report;
        await using (var store = await OpenAsync(folder.Path))
        {
            report = store.Recovery;
            ShouldHold(store, kept);
            (await store.CommitAsync(new Batch().Put("k", "next", new byte[] { 99 }))).Version.ShouldBe((ulong)kept + 1);
        }

        var preserved = Directory.GetFiles(folder.Path, "*.damaged").Sum(file => new FileInfo(file).Length);
        preserved.ShouldBe(report.Damages.Sum(damage => damage.DroppedBytes), "nothing is destroyed silently");
        await using var again = await OpenAsync(folder.Path);
        again.Recovery.Damages.ShouldBeEmpty();
        again.TryGet("k", "next", out _).ShouldBeTrue();
        return report;
    }

    private static void ShouldHold(KeyValueStore store, int commits)
    {
        store.Snapshot.Version.ShouldBe((ulong)commits);
        store.Snapshot.Count("k").ShouldBe(commits == 0 ? 0 : commits + 1);
        for (var i = 1; i <= commits; i++)
        {
            store.TryGet("k", $"key{i}", out var entry).ShouldBeTrue();
            entry!.Value.ToArray().ShouldBe([(byte)i]);
            entry.Version.ShouldBe((ulong)i);
        }
    }

    private static Task<KeyValueStore> OpenAsync(string directory) =>
        KeyValueStore.OpenAsync(new StoreOptions { Directory = directory });
}
