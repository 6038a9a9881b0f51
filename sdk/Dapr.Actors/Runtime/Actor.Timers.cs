using System.Reflection;

namespace Dapr.Actors.Runtime;

public abstract partial class Actor
{
    private string ActorType => Host.ActorTypeInfo.ActorTypeName;

    /// <summary>Starts a timer, which ends when the actor is deactivated.</summary>
    /// <param name="timerName">Name within the actor, where it replaces a timer of the same name; null or empty for a random one.</param>
    /// <param name="callback">Name of a method of this class that returns a task and takes nothing, or the data.</param>
    /// <param name="callbackParams">The data for the method, or null.</param>
    /// <param name="dueTime">The time until the first firing.</param>
    /// <param name="period">The time between firings; minus one millisecond for one firing only.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public Task<ActorTimer> RegisterTimerAsync(string? timerName, string callback, byte[]? callbackParams, TimeSpan dueTime, TimeSpan period) =>
        RegisterAsync(timerName, callback, callbackParams, dueTime, period, ttl: null);

    /// <summary>Starts a timer that ends after a time, or when the actor is deactivated.</summary>
    /// <inheritdoc cref="RegisterTimerAsync(string, string, byte[], TimeSpan, TimeSpan)" />
    /// <param name="timerName">Name within the actor, where it replaces a timer of the same name; null or empty for a random one.</param>
    /// <param name="callback">Name of a method of this class that returns a task and takes nothing, or the data.</param>
    /// <param name="callbackParams">The data for the method, or null.</param>
    /// <param name="dueTime">The time until the first firing.</param>
    /// <param name="period">The time between firings; minus one millisecond for one firing only.</param>
    /// <param name="ttl">The time after which the timer ends, from now.</param>
    public Task<ActorTimer> RegisterTimerAsync(
        string? timerName, string callback, byte[]? callbackParams, TimeSpan dueTime, TimeSpan period, TimeSpan ttl) =>
        RegisterAsync(timerName, callback, callbackParams, dueTime, period, ttl);

    internal MethodInfo FindTimerCallback(string name)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var methods = Host.ActorTypeInfo.ImplementationType.GetMember(name, MemberTypes.Method, Any);
        if (methods is not [MethodInfo method])
            throw new ArgumentException($"{GetType()} has {(methods.Length == 0 ? "no" : "more than one")} method {name} for a timer to call.", nameof(name));
        if (!method.ReturnType.IsAssignableTo(typeof(Task)) || method.GetParameters().Length > 1)
            throw new ArgumentException($"Method {name} of {GetType()}, which a timer calls, must return a Task and take one argument at most.", nameof(name));
        return method;
    }

    /// <summary>Ends a timer.</summary>
    protected Task UnregisterTimerAsync(ActorTimer timer) => Host.TimerManager.UnregisterTimerAsync(timer);

    /// <summary>Ends a timer.</summary>
    protected Task UnregisterTimerAsync(string timerName) =>
        Host.TimerManager.UnregisterTimerAsync(new ActorTimerToken(ActorType, Id, timerName));

    /// <summary>Starts a reminder, in place of one of the same name. The actor must be <see cref="IRemindable"/>.</summary>
    /// <param name="reminderName">Name within the actor.</param>
    /// <param name="state">What the actor gets with each firing.</param>
    /// <param name="dueTime">The time until the first firing.</param>
    /// <param name="period">The time between firings; minus one millisecond for one firing only.</param>
    protected Task<IActorReminder> RegisterReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period) =>
        RegisterAsync(new ActorReminder(ActorType, Id, reminderName, state, dueTime, period));

    /// <summary>Starts a reminder that ends after a time.</summary>
    /// <inheritdoc cref="RegisterReminderAsync(string, byte[], TimeSpan, TimeSpan)" />
    protected Task<IActorReminder> RegisterReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period, TimeSpan ttl) =>
        RegisterAsync(new ActorReminder(ActorType, Id, reminderName, state, dueTime, period, ttl));

    /// <summary>Starts a reminder that fires a number of times and ends after a time, whichever comes first.</summary>
    /// <inheritdoc cref="RegisterReminderAsync(string, byte[], TimeSpan, TimeSpan)" />
    protected Task<IActorReminder> RegisterReminderAsync(
        string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period, int repetitions, TimeSpan ttl) =>
        RegisterAsync(new ActorReminder(ActorType, Id, reminderName, state, dueTime, period, repetitions, ttl));

    /// <summary>Starts a reminder that fires a number of times.</summary>
    /// <inheritdoc cref="RegisterReminderAsync(string, byte[], TimeSpan, TimeSpan)" />
    protected Task<IActorReminder> RegisterReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period, int repetitions) =>
        RegisterAsync(new ActorReminder(ActorType, Id, reminderName, state, dueTime, period, repetitions));

    /// <summary>Finds a reminder; null when there is none.</summary>
    protected Task<IActorReminder?> GetReminderAsync(string reminderName) =>
        Host.TimerManager.GetReminderAsync(new ActorReminderToken(ActorType, Id, reminderName));

    /// <summary>Ends a reminder.</summary>
    protected Task UnregisterReminderAsync(IActorReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        return UnregisterReminderAsync(reminder.Name);
    }

    /// <summary>Ends a reminder.</summary>
    protected Task UnregisterReminderAsync(string reminderName) =>
        Host.TimerManager.UnregisterReminderAsync(new ActorReminderToken(ActorType, Id, reminderName));

    private async Task<ActorTimer> RegisterAsync(
        string? timerName, string callback, byte[]? data, TimeSpan dueTime, TimeSpan period, TimeSpan? ttl)
    {
        _ = FindTimerCallback(callback);
        var name = string.IsNullOrEmpty(timerName) ? $"{Id}_Timer_{Guid.NewGuid()}" : timerName;
        var timer = new ActorTimer(ActorType, Id, name, callback, data, dueTime, period, ttl);
        await Host.TimerManager.RegisterTimerAsync(timer);
        return timer;
    }

    private async Task<IActorReminder> RegisterAsync(ActorReminder reminder)
    {
        await Host.TimerManager.RegisterReminderAsync(reminder);
        return reminder;
    }
}
