using LocalDapr.Runtime.Actors.Calls;
using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Actors.Schedules;
using LocalDapr.Runtime.Errors;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>The reminders of all actors: registered by the sidecars of their apps, fired wherever the actors are.</summary>
internal sealed class ActorReminders : IAsyncDisposable
{
    /// <summary>Most bytes of a reminder's data: the size of message that Dapr lets through by default.</summary>
    private const int MaxDataBytes = 4 << 20;

    private readonly ReminderStore _store;
    private readonly ReminderScheduler _scheduler;
    private readonly ActorPlacement _placement;
    private readonly ActorRouter _router;
    private readonly TimeProvider _time;

    public ActorReminders(
        KeyValueStore store, ActorPlacement placement, ActorRouter router, TimeProvider time, ILogger<ActorReminders> logger)
    {
        (_placement, _router, _time) = (placement, router, time);
        _store = new ReminderStore(store);
        _scheduler = new ReminderScheduler(_store, FireAsync, key => placement.Find(key) is not null, time, logger);
        placement.Changed += (_, _) => _scheduler.Unpark();
    }

    /// <summary>Schedules what was stored before this start.</summary>
    public void Start()
    {
        foreach (var reminder in _store.LoadAll())
            _scheduler.Put(reminder);
    }

    /// <exception cref="DaprException">The times cannot be read, the app does not host the type, or there is no store.</exception>
    public async Task RegisterAsync(Sidecar sidecar, ActorKey key, string name, ReminderRequest request)
    {
        ActorNames.Check("reminder name", name);
        var keyspace = KeyspaceOf(sidecar, key.Type);
        var reminder = Create(key, name, request);
        var stored = await Committed(() => _store.PutAsync(keyspace, reminder, request.Overwrite ? Precondition.Any : Precondition.Absent));
        _scheduler.Put(stored ?? throw ActorErrors.ReminderExists(name).ToException());
    }

    /// <summary>Deletes a reminder; no error when there is none.</summary>
    /// <inheritdoc cref="RegisterAsync" path="/exception" />
    public async Task UnregisterAsync(Sidecar sidecar, ActorKey key, string name)
    {
        var keyspace = KeyspaceOf(sidecar, key.Type);
        var storeKey = ReminderStore.KeyOf(key, name);
        await Committed(() => _store.DeleteAsync(keyspace, storeKey));
        _scheduler.Remove(keyspace, storeKey);
    }

    /// <summary>Deletes the reminders of a type, or of one actor.</summary>
    /// <inheritdoc cref="RegisterAsync" path="/exception" />
    public async Task UnregisterAllAsync(Sidecar sidecar, string type, string? id)
    {
        foreach (var reminder in List(sidecar, type, id).ToList())
            await UnregisterAsync(sidecar, reminder.Key, reminder.Name);
    }

    /// <exception cref="DaprException">There is none, the app does not host the type, or there is no store.</exception>
    public Reminder Get(Sidecar sidecar, ActorKey key, string name) =>
        _store.Find(KeyspaceOf(sidecar, key.Type), key, name)?.Reminder ?? throw ActorErrors.ReminderNotFound(name).ToException();

    /// <summary>The reminders of a type, or of one actor.</summary>
    /// <inheritdoc cref="RegisterAsync" path="/exception" />
    public IEnumerable<Reminder> List(Sidecar sidecar, string type, string? id) =>
        _store.List(KeyspaceOf(sidecar, type), type, id).Select(stored => stored.Reminder);

    public ValueTask DisposeAsync() => _scheduler.DisposeAsync();

    private static async Task<T> Committed<T>(Func<Task<T>> commit)
    {
        try
        {
            return await commit();
        }
        catch (StoreFailedException)
        {
            throw ActorErrors.ReminderCreate("the store accepts no writes").ToException();
        }
    }

    private string KeyspaceOf(Sidecar sidecar, string type)
    {
        var component = sidecar.State.ActorStore ?? throw ActorErrors.NoStateStore.ToException();
        return _placement.IsHostedBy(sidecar, type)
            ? ReminderStore.KeyspaceOf(component.Name)
            : throw ActorErrors.ReminderNotHosted.ToException();
    }

    private Reminder Create(ActorKey key, string name, ReminderRequest request)
    {
        try
        {
            var schedule = FiringSchedule.Parse(request.DueTime, request.Period, request.Ttl, _time.GetUtcNow());
            var reminder = new Reminder
            {
                ActorType = key.Type,
                ActorId = key.Id,
                Name = name,
                Data = request.Data,
                DueTime = request.DueTime,
                Period = request.Period,
                Due = schedule.Due,
                Left = schedule.Left,
                ExpiresAt = schedule.ExpiresAt,
                OnFailure = request.OnFailure,
            };
            return reminder.ToJson().Length <= MaxDataBytes
                ? reminder
                : throw ActorErrors.BadRequest($"the reminder is larger than {MaxDataBytes} bytes").ToException();
        }
        catch (FormatException failure)
        {
            throw ActorErrors.ReminderCreate(failure.Message).ToException();
        }
    }

    private async Task<FiringResult> FireAsync(StoredReminder stored, Func<bool> isWanted, CancellationToken stopping)
    {
        var reminder = stored.Reminder;
        if (_placement.Find(reminder.Key) is null)
            return FiringResult.Unplaced;
        var call = new ActorCall
        {
            Key = reminder.Key,
            Path = "remind/" + Uri.EscapeDataString(reminder.Name),
            Body = reminder.ToFiring(),
            ContentType = "application/json",
            IsWanted = isWanted,
        };
        try
        {
            using var answer = await _router.CallAsync(call, stopping);
            return answer is { CancelsReminder: true } ? FiringResult.Cancelled
                : answer is null or { IsSuccess: true } ? FiringResult.Taken
                : FiringResult.Failed;
        }
        catch (DaprException failure)
        {
            return failure.Error.Code == "ERR_ACTOR_NO_ADDRESS" ? FiringResult.Unplaced : FiringResult.Failed;
        }
    }
}
