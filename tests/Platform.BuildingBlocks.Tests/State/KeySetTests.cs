using Platform.Hosting.Failures;
using Platform.State.Sets;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.State;

[Collection(nameof(SidecarTests))]
public sealed class KeySetTests(SidecarFixture sidecar)
{
    private readonly KeySet _first = new(sidecar.First, SidecarFixture.Store, "set", shards: 4);
    private readonly KeySet _second = new(sidecar.Second, SidecarFixture.Store, "set", shards: 4);

    [Fact]
    public void Changes_AnySequence_GiveWhatASetGives() => AsyncProperty.Holds<(bool Adds, byte Key)[]>(async changes =>
    {
        var id = sidecar.NewName();
        var model = new HashSet<string>();
        foreach (var (adds, number) in changes)
        {
            var key = $"k{number % 20}";
            (await ChangeAsync(adds, id, key)).ShouldBe(adds ? model.Add(key) : model.Remove(key));
            (await _first.ContainsAsync(id, key, default)).ShouldBe(model.Contains(key));
        }

        (await _first.CountAsync(id, default)).ShouldBe(model.Count);
        (await PagesAsync(id, 3)).ShouldBe(model, ignoreOrder: true);
    });

    [Fact]
    public async Task Add_SameKeyByTwoWritersAtOnce_IsNewToOne()
    {
        var id = sidecar.NewName();

        foreach (var key in Enumerable.Range(0, 50).Select(number => $"k{number}"))
        {
            var added = await Task.WhenAll(_first.AddAsync(id, key, default), _second.AddAsync(id, key, default));
            added.Count(isNew => isNew).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Changes_OfTwoWritersAtOnce_AllCount()
    {
        var id = sidecar.NewName();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => (number % 2 == 0 ? _first : _second).AddAsync(id, $"k{number}", default)));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => (number % 3 == 0 ? _first : _second).RemoveAsync(id, $"k{number}", default)));

        (await PagesAsync(id, 7)).ShouldBe(Enumerable.Range(50, 50).Select(number => $"k{number}"), ignoreOrder: true);
    }

    [Fact]
    public async Task AddMany_KeysSomeOfWhichAreIn_AddsTheOthers()
    {
        var id = sidecar.NewName();
        await _first.AddAsync(id, "k7", default);

        await _second.AddManyAsync(id, Enumerable.Range(0, 100).Select(number => $"k{number % 60}"), default);

        (await PagesAsync(id, 7)).ShouldBe(Enumerable.Range(0, 60).Select(number => $"k{number}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Add_KeyToAFullShard_IsRefused()
    {
        var set = new KeySet(sidecar.First, SidecarFixture.Store, "set", shards: 1);
        var shard = await set.GetShardAsync(sidecar.NewName(), "k", default);
        var full = shard with { Value = [.. Enumerable.Range(0, KeySet.MaxKeysPerShard).Select(number => $"{number:d6}")] };

        Should.Throw<ResourceExhaustedException>(() => set.Add(full, "one more")).Reason.ShouldBe("SET_FULL");
        set.Add(full, "000000").ShouldBeEmpty();
    }

    [Fact]
    public async Task Add_KeyThatIsTooLong_IsRefused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _first.AddAsync("set", new string('k', KeySet.MaxKeyLength + 1), default));
    }

    private Task<bool> ChangeAsync(bool adds, string id, string key) => adds ? _first.AddAsync(id, key, default) : _first.RemoveAsync(id, key, default);

    private async Task<List<string>> PagesAsync(string id, int size)
    {
        var keys = new List<string>();
        IReadOnlyList<string> page;
        do
        {
            page = await _first.ReadAsync(id, keys.LastOrDefault() ?? "", size, default);
            keys.AddRange(page);
        }
        while (page.Count == size);

        return keys;
    }
}
