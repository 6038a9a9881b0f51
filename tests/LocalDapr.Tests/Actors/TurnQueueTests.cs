using LocalDapr.Runtime.Actors.Turns;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Tests.Actors;

public sealed class TurnQueueTests
{
    private readonly TurnQueue _turns = new();

    [Fact]
    public async Task Enter_WhileAnotherIsIn_WaitsInOrder()
    {
        (await EnterAsync()).ShouldBe(TurnEntry.Entered);
        var second = EnterAsync();
        var third = EnterAsync();

        second.IsCompleted.ShouldBeFalse();
        _turns.Leave();
        (await second).ShouldBe(TurnEntry.Entered);
        third.IsCompleted.ShouldBeFalse();
        _turns.Leave();

        (await third).ShouldBe(TurnEntry.Entered);
    }

    [Fact]
    public async Task Enter_OfTheSameChain_GoesInside()
    {
        await EnterAsync("a");
        var other = EnterAsync("b");

        (await EnterAsync("a")).ShouldBe(TurnEntry.Nested);
        _turns.Leave();
        other.IsCompleted.ShouldBeFalse();
        _turns.Leave();

        (await other).ShouldBe(TurnEntry.Entered);
        EnterAsync("a").IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Enter_TooDeep_IsRefused()
    {
        await EnterAsync("a", maxDepth: 2);
        await EnterAsync("a", maxDepth: 2);

        var failure = await Should.ThrowAsync<DaprException>(() => EnterAsync("a", maxDepth: 2));

        failure.Error.Code.ShouldBe("ERR_ACTOR_STACK_DEPTH");
    }

    [Fact]
    public async Task Enter_ThatIsCancelled_LeavesTheQueue()
    {
        using var cancelling = new CancellationTokenSource();
        await EnterAsync();
        var cancelled = _turns.EnterAsync(null, 1, cancelling.Token).AsTask();
        var last = EnterAsync();

        await cancelling.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        _turns.Leave();

        (await last).ShouldBe(TurnEntry.Entered);
    }

    [Fact]
    public async Task Close_WhileOthersWait_TurnsThemAway()
    {
        await EnterAsync();
        var waiting = EnterAsync();

        _turns.Close();
        _turns.Leave();

        (await waiting).ShouldBe(TurnEntry.Closed);
        (await EnterAsync()).ShouldBe(TurnEntry.Closed);
        _turns.TryEnter().ShouldBeFalse();
    }

    [Fact]
    public async Task Enter_ByManyAtOnce_LetsOneInAtATime()
    {
        var inside = 0;
        var total = 0;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            await Task.Yield();
            await EnterAsync();
            Interlocked.Increment(ref inside).ShouldBe(1);
            await Task.Yield();
            total++;
            Interlocked.Decrement(ref inside);
            _turns.Leave();
        }));

        total.ShouldBe(200);
        _turns.TryEnter().ShouldBeTrue();
    }

    private Task<TurnEntry> EnterAsync(string? chain = null, int maxDepth = 32) =>
        _turns.EnterAsync(chain, maxDepth, CancellationToken.None).AsTask();
}
