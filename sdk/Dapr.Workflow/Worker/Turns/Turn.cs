using DurableTask.Protobuf;
using EventCase = DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow.Worker.Turns;

/// <summary>
/// One turn of a workflow: its code runs over what happened before and over what is new, until it waits for something that has not happened
/// yet; what it decided meanwhile is the answer.
/// </summary>
/// <param name="request">What is new.</param>
/// <param name="past">What happened before.</param>
/// <param name="starter">Starts the code.</param>
internal sealed class Turn(OrchestratorRequest request, IReadOnlyList<HistoryEvent> past, IWorkflowStarter starter)
{
    private readonly Queue<HistoryEvent> _held = [];
    private TurnContext? _context;
    private Task<string?>? _execution;
    private HistoryEvent? _started;
    private bool _isSuspended;
    private ExecutionTerminatedEvent? _termination;

    /// <summary>Runs the turn, in the calling thread.</summary>
    public OrchestratorResponse Run()
    {
        var response = new OrchestratorResponse { InstanceId = request.InstanceId };
        try
        {
            Handle(past, isReplaying: true);
            Handle(request.NewEvents, isReplaying: false);
            response.Actions.Add(Answer());
        }
        catch (WorkflowNotFoundException notFound)
        {
            response.Actions.Add(Fail(FailureDetails.Permanent("WorkflowNotFound", notFound.Message)));
        }
        catch (NonDeterminismException violation)
        {
            response.Actions.Add(Fail(FailureDetails.Permanent(typeof(NonDeterminismException).FullName!, violation.Message)));
        }
        catch (Exception failure)
        {
            response.Actions.Add(Fail(FailureDetails.Of(failure)));
        }
        finally
        {
            _context?.Close();
        }

        response.CustomStatus = _context?.CustomStatus;
        if (_context is { Patches.Applied: { Count: > 0 } patches })
        {
            response.Version = new OrchestrationVersion { Patches = { patches } };
        }

        return response;
    }

    private void Handle(IEnumerable<HistoryEvent> events, bool isReplaying)
    {
        _context?.Replay(isReplaying);
        foreach (var historyEvent in events)
        {
            if (_isSuspended && historyEvent.EventTypeCase is not (EventCase.ExecutionResumed or EventCase.ExecutionTerminated))
            {
                _held.Enqueue(historyEvent);
            }
            else
            {
                Handle(historyEvent, isReplaying);
            }
        }
    }

    private void Handle(HistoryEvent historyEvent, bool isReplaying)
    {
        switch (historyEvent.EventTypeCase)
        {
            case EventCase.OrchestratorStarted:
                _started = historyEvent;
                MoveTo(historyEvent);
                break;
            case EventCase.ExecutionStarted when _context is null:
                Start(historyEvent, isReplaying);
                break;
            case EventCase.ExecutionSuspended:
                _isSuspended = true;
                break;
            case EventCase.ExecutionResumed:
                _isSuspended = false;
                Release(isReplaying);
                break;
            case EventCase.ExecutionTerminated:
                _termination = historyEvent.ExecutionTerminated;
                break;
            default:
                Advance(historyEvent);
                break;
        }
    }

    private void Release(bool isReplaying)
    {
        while (!_isSuspended && _held.TryDequeue(out var held))
        {
            Handle(held, isReplaying);
        }
    }

    private void Start(HistoryEvent started, bool isReplaying)
    {
        _context = starter.CreateContext(started);
        _context.Replay(isReplaying);
        MoveTo(_started ?? started);
        _execution = starter.RunAsync(_context, started.ExecutionStarted.Input);
        CloseEventsAtEnd();
    }

    // The beginning of a turn says its time, and which changes of the code came into use in it.
    private void MoveTo(HistoryEvent beginning)
    {
        _context?.MoveTo(beginning.Timestamp?.ToDateTime() ?? default);
        _context?.Patches.Recorded(beginning.OrchestratorStarted?.Version?.Patches ?? []);
    }

    // What the history says of steps: that they were taken, and how they ended.
    private void Advance(HistoryEvent historyEvent)
    {
        switch (historyEvent.EventTypeCase)
        {
            case EventCase.TaskScheduled or EventCase.SubOrchestrationInstanceCreated or EventCase.TimerCreated or EventCase.EventSent:
                Context.Decisions.Confirm(historyEvent);
                break;
            case EventCase.TaskCompleted:
                Complete(historyEvent.TaskCompleted.TaskScheduledId, historyEvent);
                break;
            case EventCase.TaskFailed:
                Complete(historyEvent.TaskFailed.TaskScheduledId, historyEvent);
                break;
            case EventCase.SubOrchestrationInstanceCompleted:
                Complete(historyEvent.SubOrchestrationInstanceCompleted.TaskScheduledId, historyEvent);
                break;
            case EventCase.SubOrchestrationInstanceFailed:
                Complete(historyEvent.SubOrchestrationInstanceFailed.TaskScheduledId, historyEvent);
                break;
            case EventCase.TimerFired:
                Complete(historyEvent.TimerFired.TimerId, historyEvent);
                break;
            case EventCase.EventRaised:
                Context.ExternalEvents.Raise(historyEvent);
                break;
        }

        CloseEventsAtEnd();
    }

    private TurnContext Context => _context ?? throw new NonDeterminismException("the history does not begin with the start of the execution.");

    private void Complete(int id, HistoryEvent result)
    {
        if (!Context.Decisions.Contains(id))
        {
            throw new NonDeterminismException($"the history has the result of step {id} at a point where the code has not taken that step.");
        }

        Context.OpenTasks.Complete(id, result);
    }

    private void CloseEventsAtEnd() => Context.ExternalEvents.IsClosed |= _execution!.IsCompleted || Context.Continuation is not null;

    private IEnumerable<OrchestratorAction> Answer()
    {
        if (_termination is not null)
        {
            return [End(new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Terminated, Result = _termination.Input })];
        }

        var decisions = Context.Decisions.New;
        return EndOfExecution() is { } end ? [.. decisions, End(end)] : decisions;
    }

    private CompleteOrchestrationAction? EndOfExecution()
    {
        if (_execution is { IsFaulted: true } or { IsCanceled: true })
        {
            return Fail(_execution.Exception?.InnerException ?? new TaskCanceledException(_execution));
        }

        if (Context.Continuation is { } continuation)
        {
            continuation.CarryoverEvents.Add(Context.PreservesEvents ? Context.ExternalEvents.Unclaimed : []);
            return continuation;
        }

        if (_execution!.IsCompletedSuccessfully)
        {
            return new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Completed, Result = _execution.Result };
        }

        var waits = _isSuspended || !Context.OpenTasks.IsEmpty || Context.ExternalEvents.HasWaiters;
        return waits ? null : throw new NonDeterminismException("the code waits for something that is no task of its context.");
    }

    private static CompleteOrchestrationAction Fail(Exception exception) =>
        new() { OrchestrationStatus = OrchestrationStatus.Failed, FailureDetails = FailureDetails.Of(exception) };

    private OrchestratorAction Fail(TaskFailureDetails failure) =>
        End(new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Failed, FailureDetails = failure });

    private OrchestratorAction End(CompleteOrchestrationAction end) =>
        new() { Id = _context?.Decisions.NextId ?? 0, CompleteOrchestration = end };
}
