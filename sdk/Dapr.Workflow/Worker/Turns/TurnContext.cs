using Dapr.Workflow.Client;
using Dapr.Workflow.Serialization;
using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker.Turns;

/// <summary>The context of one turn: turns what the code asks for into numbered decisions, and gives it the results that the history has.</summary>
/// <param name="name">The name of the workflow.</param>
/// <param name="instance">The instance and its execution.</param>
/// <param name="appId">The app that runs it, as far as the engine said so.</param>
/// <param name="serializer">Writes and reads payloads.</param>
/// <param name="loggers">Makes the loggers of the workflow.</param>
internal sealed class TurnContext(
    string name, OrchestrationInstance instance, string? appId, IWorkflowSerializer serializer, ILoggerFactory loggers) : WorkflowContext
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly string _guidSeed = $"{instance.InstanceId}/{instance.ExecutionId}";
    private DateTime _now;
    private bool _isReplaying;
    private bool _isOver;
    private int _guids;

    public override string Name => name;

    public override string InstanceId => instance.InstanceId;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    public Decisions Decisions { get; } = new();

    public OpenTasks OpenTasks { get; } = new();

    public ExternalEvents ExternalEvents { get; } = new();

    public Patches Patches { get; } = new();

    /// <summary>The custom status, serialized; null for none.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>The end of this execution if the code continues as new.</summary>
    public CompleteOrchestrationAction? Continuation { get; private set; }

    /// <summary>Whether the next execution gets the events that nobody waited for.</summary>
    public bool PreservesEvents { get; private set; }

    public void MoveTo(DateTime now) => _now = now;

    public void Replay(bool isReplaying) => _isReplaying = isReplaying;

    /// <summary>From now on no code may use the context.</summary>
    public void Close() => _isOver = true;

    /// <summary>Refuses callers outside the thread of the turn: what they do would not be the same in the next replay.</summary>
    /// <exception cref="InvalidOperationException">The caller runs in another thread, or after the turn.</exception>
    public void RequireTurn()
    {
        if (_isOver || Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException(
                "A workflow may only wait for tasks of its context: its code went on in another thread. Move other work to an activity.");
        }
    }

    public override bool IsPatched(string patchName)
    {
        RequireTurn();
        ArgumentException.ThrowIfNullOrWhiteSpace(patchName);
        return Patches.IsPatched(patchName, _isReplaying);
    }

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return WithRetriesAsync(options?.RetryPolicy, () => CallActivityOnceAsync<T>(name, input, options?.TargetAppId));
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        RequireTurn();
        var utc = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var id = Decisions.Add(new OrchestratorAction { CreateTimer = new CreateTimerAction { FireAt = utc.ToTimestamp() } });
        cancellationToken.ThrowIfCancellationRequested();
        await OpenTasks.WaitAsync(id, cancellationToken);
    }

    public override async Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        RequireTurn();
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        var raised = await ExternalEvents.WaitAsync(eventName, cancellationToken);
        return serializer.Deserialize<T>(raised.EventRaised.Input)!;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        RequireTurn();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        Decisions.Add(new OrchestratorAction
        {
            SendEvent = new SendEventAction
            {
                Instance = new OrchestrationInstance { InstanceId = instanceId },
                Name = eventName,
                Data = Serialize(payload),
            },
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        RequireTurn();
        CustomStatus = Serialize(customStatus);
    }

    public override Task<TResult> CallChildWorkflowAsync<TResult>(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workflowName);
        return WithRetriesAsync(options?.RetryPolicy, () => CallChildOnceAsync<TResult>(workflowName, input, options));
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(loggers.CreateLogger(categoryName), this);

    public override ILogger CreateReplaySafeLogger(System.Type type) => new ReplaySafeLogger(loggers.CreateLogger(type), this);

    public override ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(loggers.CreateLogger<T>(), this);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        RequireTurn();
        PreservesEvents = preserveUnprocessedEvents;
        Continuation = new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.ContinuedAsNew,
            Result = Serialize(newInput),
        };
    }

    public override Guid NewGuid()
    {
        RequireTurn();
        return NamedGuid.Create($"{_guidSeed}/guid/{_guids++}");
    }

    private async Task<T> CallActivityOnceAsync<T>(string name, object? input, string? targetAppId)
    {
        RequireTurn();
        var action = new ScheduleTaskAction
        {
            Name = name,
            Input = Serialize(input),
            Router = RouterTo(targetAppId),
            TaskExecutionId = NamedGuid.Create($"{_guidSeed}/task/{Decisions.NextId}").ToString("N"),
        };
        var id = Decisions.Add(new OrchestratorAction { ScheduleTask = action, Router = action.Router });
        var result = await OpenTasks.WaitAsync(id);
        return result.TaskCompleted is { } completed
            ? serializer.Deserialize<T>(completed.Result)!
            : throw Failed($"Activity '{name}' failed", result.TaskFailed?.FailureDetails);
    }

    private async Task<T> CallChildOnceAsync<T>(string name, object? input, ChildWorkflowTaskOptions? options)
    {
        RequireTurn();
        var action = new CreateSubOrchestrationAction
        {
            Name = name,
            InstanceId = options?.InstanceId ?? NewGuid().ToString(),
            Input = Serialize(input),
            Router = RouterTo(options?.TargetAppId),
        };
        var id = Decisions.Add(new OrchestratorAction { CreateSubOrchestration = action, Router = action.Router });
        var result = await OpenTasks.WaitAsync(id);
        return result.SubOrchestrationInstanceCompleted is { } completed
            ? serializer.Deserialize<T>(completed.Result)!
            : throw Failed($"Child workflow '{name}' failed", result.SubOrchestrationInstanceFailed?.FailureDetails);
    }

    private async Task<T> WithRetriesAsync<T>(WorkflowRetryPolicy? policy, Func<Task<T>> attempt)
    {
        var start = _now;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (WorkflowTaskFailedException) when (policy?.DelayAfter(attempts, _now - start) is { } delay)
            {
                await CreateTimer(delay);
            }
        }
    }

    private string? Serialize(object? value) => value is null ? null : serializer.Serialize(value);

    private TaskRouter? RouterTo(string? targetAppId) =>
        string.IsNullOrWhiteSpace(targetAppId) ? null : new TaskRouter { SourceAppID = appId ?? "", TargetAppID = targetAppId };

    private static WorkflowTaskFailedException Failed(string what, TaskFailureDetails? failure)
    {
        var details = failure.ToFailureDetails();
        return new WorkflowTaskFailedException($"{what}: {details.ErrorMessage}", details);
    }
}
