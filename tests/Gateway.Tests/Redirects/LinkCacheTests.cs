using Gateway.Tests.Http;
using Platform.Gateway.Redirects;
using Platform.Testing;

namespace Gateway.Tests.Redirects;

public sealed class LinkCacheTests
{
    private readonly FakeLinks _links = new();
    private readonly LinkCache _cache;

    public LinkCacheTests() => _cache = new LinkCache(_links, 100, new ManualTimeProvider());

    [Fact]
    public async Task Resolve_ManyAtOnce_AskOnce()
    {
        var gate = new TaskCompletionSource();
        _links.Before = _ => gate.Task;
        var waiting = Enumerable.Range(0, 20).Select(_ => _cache.ResolveAsync("a", CancellationToken.None)).ToList();

        gate.SetResult();
        await Task.WhenAll(waiting);

        _links.Calls.ShouldBe(1);
        _cache.Find("a").ShouldNotBeNull();
    }

    [Fact]
    public async Task Resolve_CountedLink_AsksForEveryVisit()
    {
        var gate = new TaskCompletionSource();
        _links.Before = _ => gate.Task;
        var waiting = Enumerable.Range(0, 5).Select(_ => _cache.ResolveAsync("counted", CancellationToken.None)).ToList();

        gate.SetResult();
        await Task.WhenAll(waiting);
        await _cache.ResolveAsync("counted", CancellationToken.None);

        _links.Calls.ShouldBe(6);
        _cache.Find("counted").ShouldBeNull();
    }

    [Fact]
    public async Task Evict_WhileResolving_IsNotKept()
    {
        var gate = new TaskCompletionSource();
        _links.Before = _ => gate.Task;
        var resolving = _cache.ResolveAsync("a", CancellationToken.None);

        _cache.Evict("a");
        gate.SetResult();
        await resolving;

        _cache.Find("a").ShouldBeNull();
    }

    [Fact]
    public async Task Resolve_ClientThatLeaves_DoesNotEndItForOthers()
    {
        var gate = new TaskCompletionSource();
        _links.Before = _ => gate.Task;
        using var leaving = new CancellationTokenSource();
        var first = _cache.ResolveAsync("a", leaving.Token);
        var second = _cache.ResolveAsync("a", CancellationToken.None);

        await leaving.CancelAsync();
        gate.SetResult();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).Code.ShouldBe("a");
    }

    [Fact]
    public async Task Resolve_FailingSource_IsAskedAgain()
    {
        await Should.ThrowAsync<Grpc.Core.RpcException>(() => _cache.ResolveAsync("down", CancellationToken.None));
        await Should.ThrowAsync<Grpc.Core.RpcException>(() => _cache.ResolveAsync("down", CancellationToken.None));

        _links.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Find_StaleLink_IsNotServed()
    {
        var time = new ManualTimeProvider();
        var cache = new LinkCache(new ShortLived(time), 10, time);
        await cache.ResolveAsync("a", CancellationToken.None);
        cache.Find("a").ShouldNotBeNull();

        time.Advance(TimeSpan.FromSeconds(1));

        cache.Find("a").ShouldBeNull();
    }

    private sealed class ShortLived(TimeProvider time) : ILinkSource
    {
        public Task<LinkTarget> ResolveAsync(string code, CancellationToken cancellationToken) =>
            Task.FromResult(new LinkTarget(code, "https://example.com", null, time.GetUtcNow().AddSeconds(1).UtcTicks));
    }
}
