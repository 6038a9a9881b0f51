using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace Counters;

/// <summary>What tests call by name, over HTTP.</summary>
internal interface ICounterActor : IActor
{
    /// <summary>Adds to the count and gives it, with the process that did.</summary>
    Task<Answer> Add(int amount);

    /// <summary>Asks for a reminder after some milliseconds.</summary>
    Task Remind(int milliseconds);

    /// <summary>How often the reminder fired, and whether it is to fire again.</summary>
    Task<Fired> Fired();
}

internal sealed record Answer(int Count, int ProcessId);

internal sealed record Fired(int Times, bool IsPending);

internal sealed class CounterActor(ActorHost host) : Actor(host), ICounterActor, IRemindable
{
    private const string Reminder = "wake up";

    public async Task<Answer> Add(int amount)
    {
        var count = await StateManager.AddOrUpdateStateAsync("count", amount, (_, before) => before + amount);
        return new Answer(count, Environment.ProcessId);
    }

    public Task Remind(int milliseconds) =>
        RegisterReminderAsync(Reminder, [], TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);

    public async Task<Fired> Fired() =>
        new(await StateManager.GetOrAddStateAsync("fired", 0), await GetReminderAsync(Reminder) is not null);

    public Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period) =>
        StateManager.AddOrUpdateStateAsync("fired", 1, (_, before) => before + 1);
}
