using Platform.Testing;

namespace Dapr.Actors.Tests.LocalDapr;

public sealed class InvocationTests
{
    [Fact]
    public async Task Increments_AThousandAtOnceOnOneActor_AreAThousand()
    {
        await using var shop = await ShopHost.StartAsync();
        var stock = shop.Stock("apples");

        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => stock.AddAsync(1)));

        results.Order().ShouldBe(Enumerable.Range(1, 1000));
        (await stock.GetAsync()).ShouldBe(1000);
        shop.Log.CountOf("activated apples").ShouldBe(1);
    }

    [Fact]
    public async Task Actors_AThousandAtOnce_RunInParallel()
    {
        await using var shop = await ShopHost.StartAsync();
        var ids = Enumerable.Range(0, 1000).Select(id => $"stock-{id}").ToList();

        // All are inside their turns at the same time: no turn ends before the last has begun.
        var waiting = ids.Select(id => shop.Stock(id).WaitAsync("start")).ToList();
        await Eventually.AssertAsync(() => shop.Log.Lines.Count(line => line.StartsWith("waits", StringComparison.Ordinal)).ShouldBe(1000));
        ids.ForEach(id => shop.Log.Open($"{id} start"));
        await Task.WhenAll(waiting);
        var counts = await Task.WhenAll(ids.Select(id => shop.Stock(id).AddAsync(2)));

        counts.ShouldAllBe(count => count == 2);
        shop.Log.DoubleActivations.ShouldBe(0);
    }

    [Fact]
    public async Task Turn_ThatFails_ThrowsAtTheCallerAndChangesNothing()
    {
        await using var shop = await ShopHost.StartAsync();
        var stock = shop.Stock("apples");
        await stock.AddAsync(5);

        var failure = await Should.ThrowAsync<ActorMethodInvocationException>(() => stock.FailAfterAddingAsync(7));

        failure.InnerException.ShouldBeOfType<ActorInvokeException>().Message.ShouldBe("no stock");
        (await stock.GetAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task Caller_ThatLeaves_CancelsTheActorsToken()
    {
        await using var shop = await ShopHost.StartAsync();
        using var leaving = new CancellationTokenSource();
        var stock = shop.Stock("apples");
        var waiting = stock.WaitAsync("start", leaving.Token);
        await Eventually.AssertAsync(() => shop.Log.CountOf("waits apples start").ShouldBe(1));

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await Eventually.AssertAsync(() => shop.Log.CountOf("cancelled apples start").ShouldBe(1));
        (await stock.AddAsync(1)).ShouldBe(1);
    }

    [Fact]
    public async Task UntypedProxy_CallsByNameWithJson()
    {
        await using var shop = await ShopHost.StartAsync();
        var proxy = ShopHost.Proxies(shop.CallerEndpoint).Create(new ActorId("apples"), "Stock");

        (await proxy.InvokeMethodAsync<int, int>("AddAsync", 3)).ShouldBe(3);
        (await proxy.InvokeMethodAsync<int>("GetAsync")).ShouldBe(3);
        (await Should.ThrowAsync<DaprApiException>(() => proxy.InvokeMethodAsync("NoSuchMethod"))).ErrorCode.ShouldBe("ERR_ACTOR_INVOKE_METHOD");
        (await Should.ThrowAsync<DaprApiException>(() => proxy.InvokeMethodAsync("FailAfterAddingAsync", 1))).ErrorCode.ShouldBe("ERR_ACTOR_INVOKE_METHOD");
        (await proxy.InvokeMethodAsync<int>("GetAsync")).ShouldBe(3);
    }

    [Fact]
    public async Task Type_ThatNobodyHosts_HasNoAddress()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").GetAsync();

        var failure = await Should.ThrowAsync<DaprApiException>(() => shop.Stock("apples", "Unknown").GetAsync());

        failure.ErrorCode.ShouldBe("ERR_ACTOR_NO_ADDRESS");
    }

    [Fact]
    public async Task Type_WhoseAppIsAway_IsWaitedForAWhile()
    {
        await using var shop = await ShopHost.StartAsync(started: 0);
        var early = shop.Stock("apples").AddAsync(1);

        await shop.StartAppAsync(0);
        (await early).ShouldBe(1);
        await shop.StopAppAsync(0);

        // A connection that breaks says nothing about what the app did; only when the app is known to be away can a call wait for it.
        await Eventually.AssertAsync(async () => (await FailureAsync()).ShouldBe("ERR_ACTOR_NO_ADDRESS"));

        async Task<string> FailureAsync()
        {
            var late = shop.Stock("apples").AddAsync(1);
            await shop.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => late.IsCompleted.ShouldBeTrue());
            return (await Should.ThrowAsync<DaprApiException>(() => late)).ErrorCode;
        }
    }

    [Fact]
    public async Task Chain_ThatComesBack_EntersWhereItMay()
    {
        await using var shop = await ShopHost.StartAsync();

        (await shop.Stock("a", "Open").VisitAsync(["Open/b", "Open/a", "Open/b", "Open/a"])).ShouldBe(4);
        (await shop.Stock("a", "Open").VisitAsync(["Stock/between", "Open/a"])).ShouldBe(2);
        (await shop.Stock("between").GetAsync()).ShouldBe(1);
        (await shop.Stock("a", "Open").GetAsync()).ShouldBe(5);
        var closed = shop.Stock("a", timeout: TimeSpan.FromSeconds(2)).VisitAsync(["Stock/b", "Stock/a"]);

        await Should.ThrowAsync<OperationCanceledException>(() => closed);
        await shop.Stock("a").AddAsync(1);
    }

    [Fact]
    public async Task Chain_ThatIsTooDeep_IsRefused()
    {
        await using var shop = await ShopHost.StartAsync();

        var failure = await Should.ThrowAsync<ActorMethodInvocationException>(() =>
            shop.Stock("a", "Open").VisitAsync([.. Enumerable.Range(0, 9).Select(i => i % 2 == 0 ? "Open/b" : "Open/a")]));

        Innermost(failure).ShouldContain("Remote Actor Method Exception");
        (await shop.Stock("a", "Open").VisitAsync(["Open/b", "Open/a", "Open/b"])).ShouldBe(3);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    public async Task Id_ThatIsAPath_IsRefused(string id)
    {
        await using var shop = await ShopHost.StartAsync();

        (await Should.ThrowAsync<DaprApiException>(() => shop.Stock(id).GetAsync())).ErrorCode.ShouldBeOneOf("ERR_BAD_REQUEST", "UNKNOWN");
    }

    [Theory]
    [InlineData("ä b+c%2F")]
    [InlineData("||x||")]
    [InlineData("50%")]
    public async Task Id_OfAnyOtherKind_IsItself(string id)
    {
        await using var shop = await ShopHost.StartAsync();

        (await shop.Stock(id).AddAsync(1)).ShouldBe(1);

        shop.Log.CountOf("activated " + id).ShouldBe(1);
    }

    private static string Innermost(Exception failure) => failure.InnerException is { } inner ? failure.Message + inner.Message : failure.Message;
}
