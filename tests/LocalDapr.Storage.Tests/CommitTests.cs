using LocalDapr.Storage.Journal;
using Platform.Testing;

namespace LocalDapr.Storage.Tests;

public sealed class CommitTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private StoreOptions Options => new() { Directory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommitAsync_ManyRaceForAKey_OneWins(bool isDurable)
    {
        await using var store = await KeyValueStore.OpenAsync(isDurable ? Options : new StoreOptions());

        for (var round = 0; round < 20; round++)
        {
            var key = $"key{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
                Task.Run(() => store.CommitAsync(new Batch().Put("k", key, BitConverter.GetBytes(i), Precondition.Absent)))));

            var winner = results.Count(result => result.IsCommitted);
            winner.ShouldBe(1);
            store.TryGet("k", key, out var entry).ShouldBeTrue();
            var index = BitConverter.ToInt32(entry!.Value.Span);
            results[index].ShouldBe(new CommitResult(entry.Version, -1));
        }
    }

    [Fact]
    public async Task CommitAsync_IncrementsWithVersions_LoseNone()
    {
        await using var store = await KeyValueStore.OpenAsync(Options);
        await store.CommitAsync(new Batch().Put("k", "n", BitConverter.GetBytes(0)));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => IncrementAsync(store))));

        store.TryGet("k", "n", out var entry).ShouldBeTrue();
        BitConverter.ToInt32(entry!.Value.Span).ShouldBe(50);
    }

    [Fact]
    public async Task CommitAsync_ManyAtOnce_ShareWrites()
    {
        await using var store = await KeyValueStore.OpenAsync(Options);

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => store.CommitAsync(new Batch().Put("k", $"{i}", new byte[1]))));

        store.Statistics.Commits.ShouldBe(1000);
        store.Statistics.Groups.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task CommitAsync_APreconditionFails_ChangesNothingAndNamesTheOperation()
    {
        await using var store = await KeyValueStore.OpenAsync(Options);
        var first = await store.CommitAsync(new Batch().Put("k", "a", new byte[] { 1 }));

        var result = await store.CommitAsync(new Batch()
            .Put("k", "b", new byte[] { 2 })
            .Check("k", "a", Precondition.VersionIs(first.Version))
            .Delete("k", "a", Precondition.VersionIs(first.Version + 1)));

        result.ShouldBe(new CommitResult(0, 2));
        store.Scan("k").Select(item => item.Key).ShouldBe(["a"]);
        store.Snapshot.Version.ShouldBe(first.Version);
    }

    [Fact]
    public async Task CommitAsync_KeyWrittenTwice_TheLaterOperationWins()
    {
        await using var store = await KeyValueStore.OpenAsync(Options);

        await store.CommitAsync(new Batch().Put("k", "a", new byte[] { 1 }).Put("k", "a", new byte[] { 2 }).Put("k", "b", default).Delete("k", "b"));

        store.TryGet("k", "a", out var entry).ShouldBeTrue();
        entry!.Value.ToArray().ShouldBe([2]);
        store.TryGet("k", "b", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task CommitAsync_TooLarge_Throws()
    {
        await using var store = await KeyValueStore.OpenAsync(Options with { MaxBatchBytes = 1000 });

        await Should.ThrowAsync<BatchTooLargeException>(() => store.CommitAsync(new Batch().Put("k", "a", new byte[1000])));

        (await store.CommitAsync(new Batch().Put("k", "a", new byte[900]))).IsCommitted.ShouldBeTrue();
    }

    [Fact]
    public async Task CommitAsync_JournalFails_RefusesWritesAndGoesOnReading()
    {
        using var disk = new FailingDisk();
        await using var store = await KeyValueStore.OpenAsync(
            Options, null, null, path => disk.Wrap(new AppendFile(path)), CancellationToken.None);
        await store.CommitAsync(new Batch().Put("k", "a", new byte[] { 1 }));
        disk.IsFull = true;

        await Should.ThrowAsync<StoreFailedException>(() => store.CommitAsync(new Batch().Put("k", "b", new byte[] { 2 })));
        disk.IsFull = false;
        await Should.ThrowAsync<StoreFailedException>(() => store.CommitAsync(new Batch().Put("k", "c", new byte[] { 3 })));

        store.TryGet("k", "a", out _).ShouldBeTrue();
        store.TryGet("k", "b", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task OpenAsync_DirectoryInUse_Throws()
    {
        await using (await KeyValueStore.OpenAsync(Options))
            await Should.ThrowAsync<StoreInUseException>(() => KeyValueStore.OpenAsync(Options));

        await using var store = await KeyValueStore.OpenAsync(Options);
        store.Recovery.Damages.ShouldBeEmpty();
    }

    [Fact]
    public async Task CommitAsync_AfterDispose_Throws()
    {
        var store = await KeyValueStore.OpenAsync(Options);
        var pending = store.CommitAsync(new Batch().Put("k", "a", new byte[1]));
        await store.DisposeAsync();

        (await pending).IsCommitted.ShouldBeTrue();
        await Should.ThrowAsync<ObjectDisposedException>(() => store.CommitAsync(new Batch().Put("k", "a", default)));
    }

    [Fact]
    public void Put_LoneSurrogateInKey_Throws() =>
        Should.Throw<ArgumentException>(() => new Batch().Put("k", "\ud800", default));

    private static async Task IncrementAsync(KeyValueStore store)
    {
        CommitResult result;
        do
        {
            store.TryGet("k", "n", out var entry).ShouldBeTrue();
            var next = BitConverter.GetBytes(BitConverter.ToInt32(entry!.Value.Span) + 1);
            result = await store.CommitAsync(new Batch().Put("k", "n", next, Precondition.VersionIs(entry.Version)));
        }
        while (!result.IsCommitted);
    }

    private sealed class FailingDisk : IDisposable
    {
        private readonly List<IAppendFile> _files = [];

        public bool IsFull { get; set; }

        public IAppendFile Wrap(IAppendFile file)
        {
            _files.Add(file);
            return new FailingFile(this, file);
        }

        public void Dispose() => _files.ForEach(file => file.Dispose());

        private sealed class FailingFile(FailingDisk disk, IAppendFile file) : IAppendFile
        {
            public void Append(ReadOnlySpan<byte> bytes)
            {
                if (disk.IsFull)
                    throw new IOException("No space left on device");
                file.Append(bytes);
            }

            public void Flush() => file.Flush();

            public void Dispose() => file.Dispose();
        }
    }
}
