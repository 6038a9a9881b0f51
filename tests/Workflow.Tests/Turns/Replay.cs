using System.Collections.Concurrent;
using Dapr.Workflow;
using Dapr.Workflow.Serialization;
using Dapr.Workflow.Worker;
using Dapr.Workflow.Worker.Turns;
using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Workflow.Tests.Turns;

/// <summary>An instance whose history the test writes: runs turns, and keeps what they decided as an engine would.</summary>
internal sealed class Replay
{
    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<HistoryEvent> _past = [];
    private readonly List<HistoryEvent> _new = [];
    private DateTime _now = Start;

    private Replay(string name, string? input)
    {
        _new.Add(new HistoryEvent
        {
            EventId = -1,
            ExecutionStarted = new ExecutionStartedEvent
            {
                Name = name,
                Input = input,
                OrchestrationInstance = new OrchestrationInstance { InstanceId = "instance-1", ExecutionId = "execution-1" },
            },
        });
    }

    public WorkflowRegistry Registry { get; } = new();

    public LogKeeper Logs { get; } = new();

    /// <summary>What the last turn answered.</summary>
    public OrchestratorResponse Response { get; private set; } = new();

    /// <summary>The end of the execution, if the last turn decided on it.</summary>
    public CompleteOrchestrationAction? End => Response.Actions.LastOrDefault()?.CompleteOrchestration;

    /// <summary>An instance of a workflow that is a function.</summary>
    public static Replay Of<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code, string? input = null)
    {
        var replay = new Replay("Code", input);
        return replay.Becomes(code);
    }

    /// <summary>An instance of a workflow without input.</summary>
    public static Replay Of<TOutput>(Func<WorkflowContext, Task<TOutput>> code) => Of<object?, TOutput>((context, _) => code(context));

    /// <summary>An instance of a workflow that nobody registered.</summary>
    public static Replay OfUnknown(string name) => new(name, input: null);

    /// <summary>Replaces the code.</summary>
    public Replay Becomes<TInput, TOutput>(Func<WorkflowContext, TInput, Task<TOutput>> code)
    {
        Registry.AddWorkflow("Code", _ => new FunctionWorkflow<TInput, TOutput>(code));
        return this;
    }

    public Replay Becomes<TOutput>(Func<WorkflowContext, Task<TOutput>> code) => Becomes<object?, TOutput>((context, _) => code(context));

    public Replay After(TimeSpan delay)
    {
        _now += delay;
        return this;
    }

    public Replay With(HistoryEvent historyEvent)
    {
        _new.Add(historyEvent);
        return this;
    }

    public Replay ActivityDone(int id, string? result = null) =>
        With(new HistoryEvent { EventId = -1, TaskCompleted = new TaskCompletedEvent { TaskScheduledId = id, Result = result } });

    public Replay ActivityFailed(int id, string message = "boom") => With(new HistoryEvent
    {
        EventId = -1,
        TaskFailed = new TaskFailedEvent
        {
            TaskScheduledId = id,
            FailureDetails = new TaskFailureDetails { ErrorType = typeof(ArgumentException).FullName, ErrorMessage = message },
        },
    });

    public Replay TimerFired(int id) => With(new HistoryEvent { EventId = -1, TimerFired = new TimerFiredEvent { TimerId = id } });

    public Replay Raised(string name, string? payload = null) =>
        With(new HistoryEvent { EventId = -1, EventRaised = new EventRaisedEvent { Name = name, Input = payload } });

    /// <summary>Runs a turn over all events and keeps its decisions in the history.</summary>
    public Replay Turn()
    {
        _new.Insert(0, new HistoryEvent
        {
            EventId = -1,
            Timestamp = _now.ToTimestamp(),
            OrchestratorStarted = new OrchestratorStartedEvent(),
        });
        var request = new OrchestratorRequest { InstanceId = "instance-1", PastEvents = { _past }, NewEvents = { _new } };
        var services = new ServiceCollection().BuildServiceProvider();
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(Logs));
        var starter = new WorkflowStarter(Registry, services, new JsonWorkflowSerializer(), loggers);
        Response = new Turn(request, _past.ToList(), starter).Run();
        _new[0].OrchestratorStarted.Version = Response.Version;
        _past.AddRange(_new);
        _past.AddRange(Response.Actions.Select(Record).OfType<HistoryEvent>());
        _new.Clear();
        return this;
    }

    private static HistoryEvent? Record(OrchestratorAction action) => action switch
    {
        { ScheduleTask: { } task } => new HistoryEvent { EventId = action.Id, TaskScheduled = new TaskScheduledEvent { Name = task.Name } },
        { CreateTimer: { } timer } => new HistoryEvent { EventId = action.Id, TimerCreated = new TimerCreatedEvent { FireAt = timer.FireAt } },
        { CreateSubOrchestration: { } child } => new HistoryEvent
        {
            EventId = action.Id,
            SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent { Name = child.Name, InstanceId = child.InstanceId },
        },
        { SendEvent: { } sent } => new HistoryEvent
        {
            EventId = action.Id,
            EventSent = new EventSentEvent { Name = sent.Name, InstanceId = sent.Instance.InstanceId },
        },
        _ => null,
    };
}

/// <summary>Keeps log messages.</summary>
internal sealed class LogKeeper : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Messages { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Messages.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
