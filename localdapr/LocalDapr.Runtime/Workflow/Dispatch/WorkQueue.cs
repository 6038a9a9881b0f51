using System.Threading.Channels;
using LocalDapr.Runtime.Workflow.Engine;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Dispatch;

/// <summary>
/// The work that waits for the workers of an app, and the work that they have. It is in memory only: after a restart the store says
/// what there is to do. An instance has one turn at a time.
/// </summary>
internal sealed class WorkQueue(WorkflowSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Channel<InstanceKey> _turns = Channel.CreateUnbounded<InstanceKey>();
    private readonly Channel<string> _activities = Channel.CreateUnbounded<string>();
    private readonly Dictionary<InstanceKey, Slot> _slots = [];
    private readonly Dictionary<string, ActiveActivity> _active = [];
    private int _workers;

    private enum Phase
    {
        Queued,
        Active,
        ActiveAndWanted,
    }

    /// <summary>The instances that may have a turn to take.</summary>
    public ChannelReader<InstanceKey> Turns => _turns.Reader;

    /// <summary>The keys of activities to run.</summary>
    public ChannelReader<string> Activities => _activities.Reader;

    /// <summary>How many turns the workers may have at a time.</summary>
    public Permits TurnPermits { get; } = new(settings.MaxConcurrentTurns);

    /// <summary>How many activities the workers may have at a time.</summary>
    public Permits ActivityPermits { get; } = new(settings.MaxConcurrentActivities);

    /// <summary>How many streams of work are open.</summary>
    public int Workers => Volatile.Read(ref _workers);

    /// <summary>Says that an instance may have something to do.</summary>
    public void OfferTurn(InstanceKey instance)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(instance, out var slot))
            {
                slot.Phase = slot.Phase == Phase.Queued ? Phase.Queued : Phase.ActiveAndWanted;
                return;
            }

            _slots.Add(instance, new Slot());
            _turns.Writer.TryWrite(instance);
        }
    }

    /// <summary>Says that nobody else may take a turn of the instance until <see cref="EndTurn"/>.</summary>
    /// <returns>Whether an earlier turn was lost, so that its answer may still come.</returns>
    public bool BeginTurn(InstanceKey instance)
    {
        lock (_gate)
        {
            var slot = _slots[instance];
            slot.Phase = Phase.Active;
            return slot.IsDoubtful;
        }
    }

    /// <summary>Keeps a turn that is sent to a worker.</summary>
    public void Track(ActiveTurn turn)
    {
        lock (_gate)
        {
            _slots[turn.Instance].Turn = turn;
        }
    }

    /// <summary>Takes the turn whose answer has come.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="token">From the answer; empty if the worker does not send it.</param>
    public ActiveTurn? TakeTurn(InstanceKey instance, string token)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(instance, out var slot) || slot.Turn is not { } turn || (token.Length > 0 && token != turn.Token))
            {
                return null;
            }

            slot.Turn = null;
            return turn;
        }
    }

    /// <summary>Takes the turn of that token.</summary>
    public ActiveTurn? TakeTurn(string token)
    {
        lock (_gate)
        {
            var turn = _slots.Values.Select(slot => slot.Turn).FirstOrDefault(turn => turn?.Token == token);
            return turn is null ? null : TakeTurn(turn.Instance, token);
        }
    }

    /// <summary>The turn that a worker has, or null.</summary>
    public ActiveTurn? FindTurn(InstanceKey instance)
    {
        lock (_gate)
        {
            return _slots.GetValueOrDefault(instance)?.Turn;
        }
    }

    /// <summary>Says that a turn is over.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="isWanted">Whether the instance has more to do.</param>
    /// <param name="isLost">Whether the turn ended without an answer.</param>
    public void EndTurn(InstanceKey instance, bool isWanted, bool isLost = false)
    {
        lock (_gate)
        {
            var slot = _slots[instance];
            slot.Turn = null;
            slot.IsDoubtful = isLost;
            if (isWanted || isLost || slot.Phase == Phase.ActiveAndWanted)
            {
                slot.Phase = Phase.Queued;
                _turns.Writer.TryWrite(instance);
            }
            else
            {
                _slots.Remove(instance);
            }
        }
    }

    /// <summary>Says that an activity is to be run.</summary>
    public void OfferActivity(string key) => _activities.Writer.TryWrite(key);

    /// <summary>Keeps an activity that is sent to a worker, unless one has it already.</summary>
    public bool TryTrack(ActiveActivity activity)
    {
        lock (_gate)
        {
            return _active.TryAdd(activity.Key, activity);
        }
    }

    /// <summary>Takes the activity whose result has come; null if no worker has it, though the store may.</summary>
    public ActiveActivity? TakeActivity(string key)
    {
        lock (_gate)
        {
            return _active.Remove(key, out var activity) ? activity : null;
        }
    }

    /// <summary>The key of an activity whose result came without a token: of several the one that was sent first.</summary>
    public string? FindActivity(string instanceId, int taskId)
    {
        lock (_gate)
        {
            return _active.Values.Where(activity => activity.TaskId == taskId && activity.InstanceId == instanceId)
                .MinBy(activity => activity.Order)?.Key;
        }
    }

    /// <summary>Counts a worker.</summary>
    public void Join() => Interlocked.Increment(ref _workers);

    /// <summary>Gives the work of a worker that is gone to others.</summary>
    public void Leave(WorkerStream worker)
    {
        Interlocked.Decrement(ref _workers);
        lock (_gate)
        {
            foreach (var (instance, _) in _slots.Where(slot => slot.Value.Turn?.Worker == worker).ToList())
            {
                EndTurn(instance, isWanted: true, isLost: true);
                TurnPermits.Release();
            }

            foreach (var activity in _active.Values.Where(activity => activity.Worker == worker).OrderBy(activity => activity.Order).ToList())
            {
                _active.Remove(activity.Key);
                ActivityPermits.Release();
                OfferActivity(activity.Key);
            }
        }
    }

    private sealed class Slot
    {
        public Phase Phase { get; set; }

        public ActiveTurn? Turn { get; set; }

        public bool IsDoubtful { get; set; }
    }
}
