using Dapr.Actors.Runtime;

namespace Dapr.Actors.Tests.AspNetCore;

internal interface ICounter : IActor
{
    Task<int> AddAsync(int amount, CancellationToken cancellationToken = default);

    Task<string> JoinAsync(string left, string right);

    Task FailAsync(string message);

    Task WaitAsync();
}

/// <summary>An actor without state in a store: it says what happens to it.</summary>
internal sealed class CounterActor(ActorHost host, ActorLog log) : Actor(host), ICounter, IRemindable, IDisposable
{
    private int _sum;

    public Task<int> AddAsync(int amount, CancellationToken cancellationToken = default) => Task.FromResult(_sum += amount);

    public Task<string> JoinAsync(string left, string right) => Task.FromResult(left + right);

    public Task FailAsync(string message) => throw new InvalidOperationException(message);

    public async Task WaitAsync()
    {
        log.Add("in");
        await log.Gate.Task;
        log.Add("out");
    }

    public Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        log.Add($"reminder {reminderName} {state.Length} {dueTime.TotalSeconds} {period.TotalSeconds}");
        return Task.CompletedTask;
    }

    public Task<bool> OnTick(byte[] data)
    {
        log.Add($"tick {data.Length}");
        return Task.FromResult(true);
    }

    public void Dispose() => log.Add("disposed");

    protected override Task OnActivateAsync()
    {
        log.Add("activated " + Id);
        return Task.CompletedTask;
    }

    protected override Task OnDeactivateAsync()
    {
        log.Add("deactivated");
        return Task.CompletedTask;
    }

    protected override Task OnPreActorMethodAsync(ActorMethodContext actorMethodContext)
    {
        log.Add($"{actorMethodContext.CallType} {actorMethodContext.MethodName}");
        return Task.CompletedTask;
    }
}

/// <summary>What happened, in order.</summary>
internal sealed class ActorLog
{
    private readonly List<string> _lines = [];

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Add(string line)
    {
        lock (_lines)
            _lines.Add(line);
    }
}
