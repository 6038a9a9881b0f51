using System.Security.Cryptography;
using System.Text;
using Platform.Blobs;

namespace Platform.BuildingBlocks.Tests.Blobs;

/// <summary>What every blob store does, whatever keeps its objects.</summary>
public abstract class BlobStoreContract
{
    private const int Chunk = BlobStore.ChunkSize;

    /// <summary>A store that no other test has.</summary>
    protected abstract BlobStore NewStore();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(2 * Chunk + 17)]
    public async Task Put_ContentOfAnySize_IsReadAsItWas(int size)
    {
        var (store, content) = (NewStore(), RandomNumberGenerator.GetBytes(size));

        await store.PutAsync("a/from-memory.bin", content, default);
        var length = await store.PutAsync("a/from-stream.bin", new MemoryStream(content), default);

        length.ShouldBe(size);
        (await ReadAsync(store, "a/from-memory.bin")).ShouldBe(content);
        (await ReadAsync(store, "a/from-stream.bin")).ShouldBe(content);
    }

    [Theory]
    [InlineData("QUJD")]
    [InlineData("\"quoted\"")]
    [InlineData("platform-blob-manifest/1\n{}")]
    public async Task Put_ContentThatLooksLikeSomethingElse_IsKeptAsItIs(string text)
    {
        var store = NewStore();

        await store.PutAsync("tricky", Encoding.UTF8.GetBytes(text), default);

        Encoding.UTF8.GetString(await ReadAsync(store, "tricky")).ShouldBe(text);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(Chunk - 5, 10)]
    [InlineData(Chunk, Chunk)]
    [InlineData(2 * Chunk, 1000)]
    [InlineData(3 * Chunk, 1)]
    public async Task Read_Range_GivesThatMuch(long offset, long length)
    {
        var (store, content) = (NewStore(), RandomNumberGenerator.GetBytes(2 * Chunk + 100));
        await store.PutAsync("ranged", content, default);
        var blob = (await store.OpenAsync("ranged", default)).ShouldNotBeNull();

        var read = new MemoryStream();
        await foreach (var piece in blob.ReadAsync(offset, length, default))
        {
            await read.WriteAsync(piece);
        }

        read.ToArray().ShouldBe(content.Skip((int)offset).Take((int)length).ToArray());
    }

    [Fact]
    public async Task OpenRead_Seek_ReadsFromThere()
    {
        var (store, content) = (NewStore(), RandomNumberGenerator.GetBytes(Chunk + 100));
        await store.PutAsync("seek", content, default);
        await using var stream = (await store.OpenAsync("seek", default))!.OpenRead();

        stream.Seek(-110, SeekOrigin.End);
        var read = new byte[110];
        await stream.ReadExactlyAsync(read);

        read.ShouldBe(content[^110..]);
        (await stream.ReadAsync(read)).ShouldBe(0);
    }

    [Fact]
    public async Task List_ByPages_GivesEachKeyOnceInOrder()
    {
        var store = NewStore();
        var keys = new[] { "a", "a/b", "a/c.txt", "b/1", "b/2", "b/3", "b/4", "b/5", "c" };
        foreach (var key in keys.Reverse())
        {
            await store.PutAsync(key, "x"u8.ToArray(), default);
        }

        await store.PutAsync("b/0-large", new byte[Chunk + 1], default);

        (await PagesAsync(store, "", 2)).ShouldBe(keys.Append("b/0-large").Order(StringComparer.Ordinal));
        (await PagesAsync(store, "b/", 4)).ShouldBe(["b/0-large", "b/1", "b/2", "b/3", "b/4", "b/5"]);
        (await PagesAsync(store, "nothing/here", 4)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_Blob_IsGoneWithAllItsChunks()
    {
        var store = NewStore();
        await store.PutAsync("small", "x"u8.ToArray(), default);
        await store.PutAsync("large", new byte[Chunk + 1], default);
        var large = (await store.OpenAsync("large", default)).ShouldNotBeNull();

        (await store.DeleteAsync("small", default)).ShouldBeTrue();
        (await store.DeleteAsync("large", default)).ShouldBeTrue();

        (await store.OpenAsync("small", default)).ShouldBeNull();
        (await store.DeleteAsync("large", default)).ShouldBeFalse();
        await Should.ThrowAsync<InvalidDataException>(() => large.ToArrayAsync(default));
    }

    [Fact]
    public async Task Put_OverALargeBlob_ReplacesIt()
    {
        var store = NewStore();
        await store.PutAsync("k", new byte[Chunk + 1], default);
        var before = (await store.OpenAsync("k", default)).ShouldNotBeNull();

        await store.PutAsync("k", "new"u8.ToArray(), default);

        var after = (await store.OpenAsync("k", default)).ShouldNotBeNull();
        (await after.ToArrayAsync(default)).ShouldBe("new"u8.ToArray());
        after.ETag.ShouldNotBe(before.ETag);
    }

    [Fact]
    public async Task Upload_PartsInAnyOrder_BecomeOneBlob()
    {
        var store = NewStore();
        var parts = Enumerable.Range(1, 3).Select(number => RandomNumberGenerator.GetBytes(number == 2 ? Chunk + 5 : 1000)).ToList();
        var upload = store.BeginUpload();
        var third = await store.PutPartAsync(upload, 9, new MemoryStream(parts[2]), default);
        var second = await store.PutPartAsync(upload, 5, new MemoryStream(parts[1]), default);
        await store.PutPartAsync(upload, 1, new MemoryStream([1, 2, 3]), default);
        var first = await store.PutPartAsync(upload, 1, new MemoryStream(parts[0]), default);

        var size = await store.CompleteUploadAsync("assembled", upload, [first, second, third], default);
        var again = await store.CompleteUploadAsync("assembled", upload, [first, second, third], default);

        size.ShouldBe(Chunk + 2005);
        again.ShouldBe(size);
        (await ReadAsync(store, "assembled")).ShouldBe([.. parts.SelectMany(part => part)]);
    }

    [Fact]
    public async Task Upload_Aborted_LeavesNothing()
    {
        var store = NewStore();
        var upload = store.BeginUpload();
        var part = await store.PutPartAsync(upload, 1, new MemoryStream(new byte[10]), default);

        await store.AbortUploadAsync(upload, default);
        await store.CompleteUploadAsync("hollow", upload, [part], default);

        var blob = (await store.OpenAsync("hollow", default)).ShouldNotBeNull();
        await Should.ThrowAsync<InvalidDataException>(() => blob.ToArrayAsync(default));
    }

    [Fact]
    public async Task Upload_PartsOutOfOrder_AreRefused()
    {
        await Should.ThrowAsync<ArgumentException>(
            () => NewStore().CompleteUploadAsync("k", "upload", [new BlobPart(2, 1), new BlobPart(1, 1)], default));
    }

    [Fact]
    public async Task Put_StreamThatBreaks_StoresNothing()
    {
        var store = NewStore();

        await Should.ThrowAsync<IOException>(() => store.PutAsync("broken", new BreakingStream(Chunk + 10), default));

        (await store.OpenAsync("broken", default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../secret")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a b")]
    [InlineData("@parts/a")]
    [InlineData(".hidden")]
    public async Task Any_KeyThatIsNone_IsRefused(string key)
    {
        var store = NewStore();

        await Should.ThrowAsync<ArgumentException>(() => store.PutAsync(key, default(ReadOnlyMemory<byte>), default));
        await Should.ThrowAsync<ArgumentException>(() => store.OpenAsync(key, default));
    }

    [Fact]
    public async Task Presign_MissingBlob_IsNull() => (await NewStore().PresignAsync("missing", "text/plain", TimeSpan.FromMinutes(1), default)).ShouldBeNull();

    internal static async Task<byte[]> ReadAsync(IBlobStore store, string key) =>
        await (await store.OpenAsync(key, default)).ShouldNotBeNull().ToArrayAsync(default);

    private static async Task<List<string>> PagesAsync(BlobStore store, string prefix, int size)
    {
        var keys = new List<string>();
        IReadOnlyList<string> page;
        do
        {
            page = await store.ListAsync(prefix, keys.LastOrDefault() ?? "", size, default);
            keys.AddRange(page);
        }
        while (page.Count == size);

        return keys;
    }

    /// <summary>Gives so many bytes and then fails.</summary>
    private sealed class BreakingStream(int size) : MemoryStream(new byte[size])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("broken");
    }
}
