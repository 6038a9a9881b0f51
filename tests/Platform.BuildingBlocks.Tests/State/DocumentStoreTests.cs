using Platform.Hosting.Failures;
using Platform.State;

namespace Platform.BuildingBlocks.Tests.State;

[Collection(nameof(SidecarTests))]
public sealed class DocumentStoreTests(SidecarFixture sidecar)
{
    private readonly DocumentStore<Note> _first = new(sidecar.First, SidecarFixture.Store, "note");
    private readonly DocumentStore<Note> _second = new(sidecar.Second, SidecarFixture.Store, "note");

    [Fact]
    public async Task Update_ByTwoWritersAtOnce_LosesNothing()
    {
        var id = sidecar.NewName();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? _first : _second).UpdateAsync(id, old => new Note((old?.Count ?? 0) + 1), default)));

        (await _first.GetAsync(id, default)).Value.ShouldBe(new Note(40));
    }

    [Fact]
    public async Task Put_DocumentThatChangedSince_IsRefused()
    {
        var id = sidecar.NewName();
        var read = await _first.GetAsync(id, default);
        await _second.UpdateAsync(id, _ => new Note(1), default);

        (await sidecar.First.TryCommitAsync(SidecarFixture.Store, [_first.Put(read, new Note(2))], default)).ShouldBeFalse();

        (await _first.GetAsync(id, default)).Value.ShouldBe(new Note(1));
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(100L * 365 * 24 * 3600, true)]
    public async Task Put_TimeToLive_EndsTheDocument(long seconds, bool isKept)
    {
        var id = sidecar.NewName();
        var write = _first.Put(await _first.GetAsync(id, default), new Note(1), TimeSpan.FromSeconds(seconds));
        await sidecar.First.TryCommitAsync(SidecarFixture.Store, [write], default);

        sidecar.Clock.Advance(TimeSpan.FromSeconds(61));

        ((await _first.GetAsync(id, default)).Value is not null).ShouldBe(isKept);
    }

    [Fact]
    public async Task Update_DocumentWithATimeToLive_LivesOn()
    {
        var id = sidecar.NewName();
        var write = _first.Put(await _first.GetAsync(id, default), new Note(1), TimeSpan.FromSeconds(60));
        await sidecar.First.TryCommitAsync(SidecarFixture.Store, [write], default);

        await _first.UpdateAsync(id, old => new Note(old!.Count + 1), default);
        sidecar.Clock.Advance(TimeSpan.FromSeconds(61));

        (await _first.GetAsync(id, default)).Value.ShouldBe(new Note(2));
    }

    [Fact]
    public async Task GetMany_SomeMissing_AreInOrder()
    {
        var id = sidecar.NewName();
        await _first.UpdateAsync(id, _ => new Note(3), default);

        var documents = await _first.GetManyAsync(["missing", id], default);

        documents.Select(document => document.Value?.Count).ShouldBe([null, 3]);
    }

    [Fact]
    public async Task Retry_OthersAlwaysFaster_EndsWithAReason()
    {
        var failure = await Should.ThrowAsync<AbortedException>(() => Optimistic.RetryAsync<string>(_ => Task.FromResult<string?>(null), default));

        failure.Reason.ShouldBe("CONTENTION");
    }

    private sealed record Note(int Count);
}
