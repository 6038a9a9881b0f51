using DurableTask.Protobuf;
using ActionCase = DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;
using EventCase = DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow.Worker.Turns;

/// <summary>
/// The steps that the code has decided on, numbered from 0. A step that the history has already is checked against it; the others are what
/// the turn reports.
/// </summary>
internal sealed class Decisions
{
    private readonly SortedDictionary<int, OrchestratorAction> _undone = [];
    private int _next;

    /// <summary>The steps that the history does not have, in order.</summary>
    public IReadOnlyCollection<OrchestratorAction> New => _undone.Values;

    /// <summary>Whether the code has decided on a step of this number.</summary>
    public bool Contains(int id) => id >= 0 && id < _next;

    /// <summary>Numbers a decision and keeps it.</summary>
    /// <returns>The number of the step.</returns>
    public int Add(OrchestratorAction action)
    {
        action.Id = _next++;
        _undone.Add(action.Id, action);
        return action.Id;
    }

    /// <summary>Gives the number that the next decision gets.</summary>
    public int NextId => _next;

    /// <summary>Forgets what was decided in this turn, because the execution ends otherwise.</summary>
    public void Drop() => _undone.Clear();

    /// <summary>Checks a step of the history against the one that the code has decided on.</summary>
    /// <exception cref="NonDeterminismException">They differ.</exception>
    public void Confirm(HistoryEvent step)
    {
        var recorded = Describe(step);
        if (!_undone.Remove(step.EventId, out var action))
        {
            throw new NonDeterminismException(
                $"the history has step {step.EventId}, {recorded}, at a point where the code takes no such step.");
        }

        var decided = Describe(action);
        if (recorded != decided)
        {
            throw new NonDeterminismException($"step {step.EventId} was {recorded}, but the code now takes {decided}.");
        }
    }

    private static string Describe(HistoryEvent step) => step.EventTypeCase switch
    {
        EventCase.TaskScheduled => $"activity '{step.TaskScheduled.Name}'",
        EventCase.SubOrchestrationInstanceCreated => $"child workflow '{step.SubOrchestrationInstanceCreated.Name}'",
        EventCase.TimerCreated => "a timer",
        EventCase.EventSent => $"event '{step.EventSent.Name}' to instance '{step.EventSent.InstanceId}'",
        var other => other.ToString(),
    };

    private static string Describe(OrchestratorAction action) => action.OrchestratorActionTypeCase switch
    {
        ActionCase.ScheduleTask => $"activity '{action.ScheduleTask.Name}'",
        ActionCase.CreateSubOrchestration => $"child workflow '{action.CreateSubOrchestration.Name}'",
        ActionCase.CreateTimer => "a timer",
        ActionCase.SendEvent => $"event '{action.SendEvent.Name}' to instance '{action.SendEvent.Instance.InstanceId}'",
        var other => other.ToString(),
    };
}
