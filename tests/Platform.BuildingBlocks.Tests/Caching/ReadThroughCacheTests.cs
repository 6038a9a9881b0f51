using Platform.State.Caching;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.Caching;

public sealed class ReadThroughCacheTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ReadThroughCache<string> _cache;
    private readonly TaskCompletionSource _gate = new();
    private TimeSpan _freshness = TimeSpan.FromSeconds(1);
    private int _loads;

    public ReadThroughCacheTests() => _cache = new ReadThroughCache<string>("tests", 100, TimeSpan.FromSeconds(5), LoadAsync, _time);

    [Fact]
    public async Task Get_ManyAtOnce_LoadOnce()
    {
        var waiting = Enumerable.Range(0, 20).Select(_ => _cache.GetAsync("a", CancellationToken.None).AsTask()).ToList();

        _gate.SetResult();
        await Task.WhenAll(waiting);

        _loads.ShouldBe(1);
        _cache.Find("a").ShouldBe("a1");
    }

    [Fact]
    public async Task Get_ValueThatIsNotForKeeping_IsLoadedForEachCaller()
    {
        _freshness = TimeSpan.Zero;
        var waiting = Enumerable.Range(0, 5).Select(_ => _cache.GetAsync("a", CancellationToken.None).AsTask()).ToList();

        _gate.SetResult();
        var values = await Task.WhenAll(waiting);

        values.Distinct().Count().ShouldBe(5);
        _cache.Find("a").ShouldBeNull();
    }

    [Fact]
    public async Task Evict_WhileLoading_IsNotKept()
    {
        var loading = _cache.GetAsync("a", CancellationToken.None);

        _cache.Evict("a");
        _gate.SetResult();
        await loading;

        _cache.Find("a").ShouldBeNull();
    }

    [Fact]
    public async Task Get_CallerThatLeaves_DoesNotEndItForOthers()
    {
        using var leaving = new CancellationTokenSource();
        var first = _cache.GetAsync("a", leaving.Token).AsTask();
        var second = _cache.GetAsync("a", CancellationToken.None).AsTask();

        await leaving.CancelAsync();
        _gate.SetResult();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).ShouldBe("a1");
    }

    [Fact]
    public async Task Get_FailingLoad_IsTriedAgain()
    {
        _gate.SetException(new InvalidOperationException());

        await Should.ThrowAsync<InvalidOperationException>(() => _cache.GetAsync("a", CancellationToken.None).AsTask());
        await Should.ThrowAsync<InvalidOperationException>(() => _cache.GetAsync("a", CancellationToken.None).AsTask());

        _loads.ShouldBe(2);
    }

    [Fact]
    public async Task Get_LoadThatHangs_EndsAtTheTimeout()
    {
        var loading = _cache.GetAsync("a", CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromSeconds(5));

        await Should.ThrowAsync<OperationCanceledException>(() => loading);
    }

    [Fact]
    public async Task Find_StaleValue_IsNotServed()
    {
        _gate.SetResult();
        await _cache.GetAsync("a", CancellationToken.None);
        _cache.Find("a").ShouldNotBeNull();

        _time.Advance(TimeSpan.FromSeconds(1));

        _cache.Find("a").ShouldBeNull();
    }

    private async Task<Perishable<string>> LoadAsync(string key, CancellationToken cancellationToken)
    {
        var load = Interlocked.Increment(ref _loads);
        await _gate.Task.WaitAsync(cancellationToken);
        return new Perishable<string>($"{key}{load}", _time.GetUtcNow() + _freshness);
    }
}
