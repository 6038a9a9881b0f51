namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The end of a call's time. Made only for calls that send <c>grpc-timeout</c>.</summary>
internal sealed class CallDeadline : IAsyncDisposable
{
    // A timer cannot wait longer than this; the protocol's longest timeout is 11,000 years.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation;
    private readonly ITimer _timer;

    public CallDeadline(TimeSpan left, TimeProvider clock, CancellationToken requestAborted)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        Instant = left < DateTime.MaxValue - now ? now + left : DateTime.MaxValue;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(requestAborted);
        _timer = clock.CreateTimer(
            static state => ((CallDeadline)state!).Pass(),
            this,
            left < LongestTimer ? left : LongestTimer,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>The deadline, UTC.</summary>
    public DateTime Instant { get; }

    /// <summary>Cancelled when the deadline passes or the client goes.</summary>
    public CancellationToken Token => _cancellation.Token;

    public Task Passed => _passed.Task;

    public bool HasPassed => _passed.Task.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _cancellation.Dispose();
    }

    private void Pass()
    {
        _passed.TrySetResult();
        _cancellation.Cancel();
    }
}
