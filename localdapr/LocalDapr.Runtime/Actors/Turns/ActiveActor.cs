using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Actors.Timers;

namespace LocalDapr.Runtime.Actors.Turns;

/// <summary>
/// An actor that somebody uses. All instances of all apps are served by this one process, so its queue of turns alone decides who runs: an
/// actor moves from one instance to another inside a turn, and so is never active in two.
/// </summary>
#pragma warning disable CA1001 // A source of cancellation without timer or links holds nothing.
internal sealed class ActiveActor(ActorKey key, TimeProvider time)
#pragma warning restore CA1001
{
    private long _lastUsed = time.GetTimestamp();
    private CancellationTokenSource _turn = new();
    private volatile ActorInstance? _instance;

    public ActorKey Key => key;

    public TurnQueue Turns { get; } = new();

    public ActorTimers Timers { get; } = new(time);

    /// <summary>Where the actor is active; null before its first call. Changed by the one who has the turn.</summary>
    public ActorInstance? Instance
    {
        get => _instance;
        set => _instance = value;
    }

    /// <summary>Cancelled when the running turn is broken off.</summary>
    public CancellationToken TurnBroken => Volatile.Read(ref _turn).Token;

    /// <summary>How long nobody has used the actor.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Volatile.Read(ref _lastUsed));

    /// <summary>Says that the actor is used.</summary>
    public void Touch() => Volatile.Write(ref _lastUsed, time.GetTimestamp());

    /// <summary>Breaks the running turn off: its caller gets an error, and the next turn begins.</summary>
    public void BreakTurn()
    {
        // Not disposed: a call may be about to link to its token.
        var broken = Interlocked.Exchange(ref _turn, new CancellationTokenSource());
        broken.Cancel();
    }
}
