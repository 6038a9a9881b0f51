using System.Text.Json;
using System.Text.Json.Serialization;
using LocalDapr.Runtime.Actors.Calls;
using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Actors.Reminders;
using LocalDapr.Runtime.Actors.Schedules;
using LocalDapr.Runtime.Actors.Turns;
using LocalDapr.Runtime.Errors;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Actors.Timers;

/// <summary>Starts and fires the timers of actors.</summary>
internal sealed partial class TimerService(
    ActorPlacement placement, ActorTable table, ActorRouter router, TimeProvider time, ILogger<TimerService> logger)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Starts a timer, in place of one of the same name.</summary>
    /// <exception cref="DaprException">The times cannot be read, or the app does not host the type.</exception>
    public void Register(Sidecar sidecar, ActorKey key, string name, ReminderRequest request)
    {
        ActorNames.Check("timer name", name);
        if (!placement.IsHostedBy(sidecar, key.Type))
            throw ActorErrors.TimerCreate($"can't create timer for actor {key}: actor type not registered").ToException();
        try
        {
            var schedule = FiringSchedule.Parse(request.DueTime, request.Period, request.Ttl, time.GetUtcNow());
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new { request.Callback, request.Data, DueTime = request.DueTime ?? "", Period = request.Period ?? "" }, Json);
            var timer = new ActorTimer(name, body, schedule);
            while (!table.GetOrAdd(key).Timers.TryStart(timer, (each, isRunning) => FireAsync(key, each, isRunning)))
            {
                // The actor was given up in this moment; the table has forgotten it or is about to.
            }
        }
        catch (FormatException failure)
        {
            throw ActorErrors.TimerCreate(failure.Message).ToException();
        }
    }

    /// <summary>Ends a timer; no error when there is none.</summary>
    public void Unregister(ActorKey key, string name) => table.Find(key)?.Timers.Stop(name);

    private async Task FireAsync(ActorKey key, ActorTimer timer, Func<bool> isRunning)
    {
        var call = new ActorCall
        {
            Key = key,
            Path = "timer/" + Uri.EscapeDataString(timer.Name),
            Body = timer.Body,
            ContentType = "application/json",
            IsWanted = isRunning,
        };
        try
        {
            using var answer = await router.CallAsync(call, CancellationToken.None);
            if (answer is { IsSuccess: false })
                LogFailed(timer.Name, key, $"the app answered {(int)answer.Status}");
        }
        catch (DaprException failure)
        {
            LogFailed(timer.Name, key, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Timer {Name} of actor {Key} failed: {Reason}")]
    private partial void LogFailed(string name, ActorKey key, string reason);
}
