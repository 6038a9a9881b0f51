using System.Collections.Concurrent;
using Dapr.Actors.Runtime;

namespace Dapr.Actors.Tests.LocalDapr;

public interface IStockActor : IActor
{
    Task<int> GetAsync();

    Task<int> AddAsync(int amount);

    Task FailAfterAddingAsync(int amount);

    Task<string> WhereAsync();

    Task WaitAsync(string gate, CancellationToken cancellationToken = default);

    Task RemindAsync(string name, TimeSpan dueTime, TimeSpan period, int repetitions);

    Task ForgetAsync(string name);

    Task<TimeSpan?> PeriodOfAsync(string name);

    Task TickAsync(string name, TimeSpan dueTime, TimeSpan period);

    Task StopTickingAsync(string name);

    Task<int> VisitAsync(string[] path);
}

/// <summary>Keeps a count in its state, and writes what happens to it into the log of its app.</summary>
internal sealed class StockActor(ActorHost host, AppLog log) : Actor(host), IStockActor, IRemindable
{
    private const string Count = "count";

    public Task<int> GetAsync() => StateManager.GetOrAddStateAsync(Count, 0);

    public async Task<int> AddAsync(int amount)
    {
        var count = await GetAsync();
        // Gives another turn the chance to come between, which must not happen.
        await Task.Yield();
        await StateManager.SetStateAsync(Count, count + amount);
        return count + amount;
    }

    public async Task FailAfterAddingAsync(int amount)
    {
        await AddAsync(amount);
        log.Add("fails " + Id);
        throw new InvalidOperationException("no stock");
    }

    public Task<string> WhereAsync() => Task.FromResult(log.AppName);

    public Task WaitAsync(string gate, CancellationToken cancellationToken = default) => log.WaitAsync($"{Id} {gate}", cancellationToken);

    public Task RemindAsync(string name, TimeSpan dueTime, TimeSpan period, int repetitions) => repetitions > 0
        ? RegisterReminderAsync(name, [1, 2], dueTime, period, repetitions)
        : RegisterReminderAsync(name, [1, 2], dueTime, period);

    public Task ForgetAsync(string name) => UnregisterReminderAsync(name);

    public async Task<TimeSpan?> PeriodOfAsync(string name) => (await GetReminderAsync(name))?.Period;

    public Task TickAsync(string name, TimeSpan dueTime, TimeSpan period) => RegisterTimerAsync(name, nameof(OnTick), [3], dueTime, period);

    public Task StopTickingAsync(string name) => UnregisterTimerAsync(name);

    /// <summary>Counts, and has the actors on the path do the same, each inside the call of the one before it.</summary>
    public async Task<int> VisitAsync(string[] path)
    {
        await AddAsync(1);
        if (path.Length == 0)
            return 0;
        await SaveStateAsync();
        return 1 + await ProxyFactory.CreateActorProxy<IStockActor>(new ActorId(path[0].Split('/')[1]), path[0].Split('/')[0]).VisitAsync(path[1..]);
    }

    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        log.Add($"{Id} reminder {reminderName} {state.Length}");
        if (reminderName == "failing")
            throw new InvalidOperationException("not now");
        if (reminderName == "once")
            await UnregisterReminderAsync(reminderName);
        await AddAsync(1);
    }

    public async Task OnTick(byte[] data)
    {
        log.Add($"{Id} tick {data.Length}");
        await AddAsync(1);
    }

    protected override Task OnActivateAsync()
    {
        log.Activate(Id.GetId());
        return Task.CompletedTask;
    }

    protected override Task OnDeactivateAsync()
    {
        log.Deactivate(Id.GetId());
        return Task.CompletedTask;
    }
}

/// <summary>What happens in the apps of a test.</summary>
internal sealed class AppLog(string appName, ConcurrentDictionary<string, string> active)
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public string AppName => appName;

    public IEnumerable<string> Lines => _lines;

    /// <summary>How often an actor was activated while it was active elsewhere, or here.</summary>
    public int DoubleActivations { get; private set; }

    public void Add(string line) => _lines.Enqueue(line);

    public int CountOf(string line) => _lines.Count(each => each == line);

    public void Activate(string id)
    {
        if (!active.TryAdd(id, appName))
            DoubleActivations++;
        Add("activated " + id);
    }

    public void Deactivate(string id)
    {
        active.TryRemove(id, out _);
        Add("deactivated " + id);
    }

    public void Open(string gate) => Gate(gate).TrySetResult();

    public async Task WaitAsync(string gate, CancellationToken cancellationToken)
    {
        Add("waits " + gate);
        try
        {
            await Gate(gate).Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Add("cancelled " + gate);
            throw;
        }
    }

    private TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
