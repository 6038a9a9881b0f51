namespace LocalDapr.Runtime.Actors.Turns;

/// <summary>What came of asking for a turn.</summary>
internal enum TurnEntry
{
    /// <summary>The caller has the actor for itself, until it leaves.</summary>
    Entered,

    /// <summary>The caller is inside a turn of its own chain; the actor belongs to the chain until all of it has left.</summary>
    Nested,

    /// <summary>The actor was given up while the caller waited.</summary>
    Closed,
}

/// <summary>
/// Lets one chain of calls at a time into an actor, first come first served. A chain has an id; a call without one is a chain of its own.
/// </summary>
internal sealed class TurnQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private string? _chain;
    private int _depth;
    private bool _isClosed;

    /// <summary>Waits for a turn.</summary>
    /// <param name="chain">The chain that the call belongs to; null where no call may come back.</param>
    /// <param name="maxDepth">How deep the chain may enter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Errors.DaprException">The chain is too deep.</exception>
    public async ValueTask<TurnEntry> EnterAsync(string? chain, int maxDepth, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            if (_isClosed)
                return TurnEntry.Closed;
            if (_depth == 0)
            {
                (_chain, _depth) = (chain, 1);
                return TurnEntry.Entered;
            }

            if (chain is not null && chain == _chain)
            {
                if (_depth >= maxDepth)
                    throw ActorErrors.StackDepth.ToException();
                _depth++;
                return TurnEntry.Nested;
            }

            node = _waiting.AddLast(new Waiter(chain));
        }

        await using var registration = cancellationToken.UnsafeRegister(_ => Cancel(node, cancellationToken), null);
        return await node.Value.Entry.Task;
    }

    /// <summary>Takes the turn if nobody has it.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isClosed || _depth > 0)
                return false;
            (_chain, _depth) = (null, 1);
            return true;
        }
    }

    /// <summary>Leaves; when all of the chain has left, the next one enters.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_depth > 0 || _isClosed || _waiting.First is not { } next)
                return;
            _waiting.RemoveFirst();
            (_chain, _depth) = (next.Value.Chain, 1);
            next.Value.Entry.SetResult(TurnEntry.Entered);
        }
    }

    /// <summary>Gives the actor up: nobody enters any more. The caller has the turn.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var waiter in _waiting)
                waiter.Entry.SetResult(TurnEntry.Closed);
            _waiting.Clear();
        }
    }

    private void Cancel(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null)
                return;
            _waiting.Remove(node);
            node.Value.Entry.SetCanceled(cancellationToken);
        }
    }

    private sealed record Waiter(string? Chain)
    {
        public TaskCompletionSource<TurnEntry> Entry { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
