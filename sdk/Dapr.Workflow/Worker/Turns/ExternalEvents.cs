using DurableTask.Protobuf;

namespace Dapr.Workflow.Worker.Turns;

/// <summary>Brings external events together with those who wait for them: first come, first served, for each name. Case does not matter.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<HistoryEvent>>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> _unclaimed = [];

    /// <summary>Whether anybody waits.</summary>
    public bool HasWaiters => _waiters.Values.Any(queue => queue.Count > 0);

    /// <summary>The events that nobody has waited for, in the order in which they came.</summary>
    public IReadOnlyList<HistoryEvent> Unclaimed => _unclaimed;

    /// <summary>Whether events are kept although somebody waits: the execution has ended, and its successor may want them.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Takes the oldest event of a name, or waits for the next one.</summary>
    public Task<HistoryEvent> WaitAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var index = _unclaimed.FindIndex(raised => string.Equals(raised.EventRaised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            var raised = _unclaimed[index];
            _unclaimed.RemoveAt(index);
            return Task.FromResult(raised);
        }

        var waiter = new TaskCompletionSource<HistoryEvent>();
        if (!_waiters.TryGetValue(name, out var queue))
        {
            _waiters[name] = queue = [];
        }

        var place = queue.AddLast(waiter);
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() =>
            {
                if (place.List is not null)
                {
                    queue.Remove(place);
                    waiter.TrySetCanceled(cancellationToken);
                }
            });
        }

        return waiter.Task;
    }

    /// <summary>Gives an event to the first who waits for its name, or keeps it.</summary>
    public void Raise(HistoryEvent raised)
    {
        if (!IsClosed && _waiters.TryGetValue(raised.EventRaised.Name, out var queue) && queue.First is { } first)
        {
            queue.RemoveFirst();
            first.Value.SetResult(raised);
        }
        else
        {
            _unclaimed.Add(raised);
        }
    }
}
