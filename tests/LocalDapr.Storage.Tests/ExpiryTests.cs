using Platform.Testing;

namespace LocalDapr.Storage.Tests;

public sealed class ExpiryTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task TryGet_Expired_IsGoneAtItsInstant()
    {
        await using var store = await OpenAsync(null);
        await store.CommitAsync(Put("a", TimeSpan.FromSeconds(5)).Put("k", "b", default));

        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        store.TryGet("k", "a", out var entry).ShouldBeTrue();
        entry!.ExpiresAt.ShouldBe(_time.GetUtcNow() + TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        store.TryGet("k", "a", out _).ShouldBeFalse();
        store.Scan("k").Select(item => item.Key).ShouldBe(["b"]);
        (await store.CommitAsync(new Batch().Put("k", "a", default, Precondition.Absent))).IsCommitted.ShouldBeTrue();
    }

    [Fact]
    public async Task Maintenance_Expired_FreesThemButNotRewrittenOnes()
    {
        await using var store = await OpenAsync(null);
        await store.CommitAsync(Put("gone", TimeSpan.FromSeconds(1)));
        await store.CommitAsync(Put("kept", TimeSpan.FromSeconds(1)));
        await store.CommitAsync(new Batch().Put("k", "kept", default));

        _time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.AssertAsync(() => store.Snapshot.Count("k").ShouldBe(1));
        store.TryGet("k", "kept", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_WithExpiries_KeepsThem(bool compact)
    {
        using var folder = new TempFolder();
        await using (var store = await OpenAsync(folder.Path))
        {
            await store.CommitAsync(Put("short", TimeSpan.FromSeconds(5)));
            await store.CommitAsync(Put("long", TimeSpan.FromDays(1)));
            if (compact)
                await store.CompactAsync();
        }

        _time.Advance(TimeSpan.FromSeconds(6));

        await using var reopened = await OpenAsync(folder.Path);
        reopened.Scan("k").Select(item => item.Key).ShouldBe(["long"]);
    }

    private Batch Put(string key, TimeSpan ttl) => new Batch().Put("k", key, default, expiresAt: _time.GetUtcNow() + ttl);

    private Task<KeyValueStore> OpenAsync(string? directory) =>
        KeyValueStore.OpenAsync(new StoreOptions { Directory = directory }, time: _time);
}
