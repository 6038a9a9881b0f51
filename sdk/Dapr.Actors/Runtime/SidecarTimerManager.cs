using System.Text.Json;
using System.Text.Json.Serialization;
using Dapr.Actors.Communication;

namespace Dapr.Actors.Runtime;

/// <summary>Registers timers and reminders with the sidecar.</summary>
internal sealed class SidecarTimerManager(SidecarActors sidecar) : ActorTimerManager
{
    private const string Timers = "timers";
    private const string Reminders = "reminders";

    public override Task RegisterReminderAsync(ActorReminder reminder) => sidecar.RegisterAsync(
        reminder.ActorType,
        reminder.ActorId.GetId(),
        Reminders,
        reminder.Name,
        Write(new Firing
        {
            DueTime = FiringTimes.Write(reminder.DueTime),
            Period = FiringTimes.Write(reminder.Period, reminder.Repetitions),
            Ttl = reminder.Ttl is { } ttl ? FiringTimes.Write(ttl) : null,
            Data = reminder.State ?? [],
        }));

    public override async Task<IActorReminder?> GetReminderAsync(ActorReminderToken reminder)
    {
        var body = await sidecar.GetReminderAsync(reminder.ActorType, reminder.ActorId.GetId(), reminder.Name);
        if (body is null || Firing.Read(body) is not { } found)
            return null;
        return new ActorReminder(
            reminder.ActorType,
            reminder.ActorId,
            reminder.Name,
            found.Data ?? [],
            found.DueTime is null or "" ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(0, FiringTimes.Read(found.DueTime).Ticks)),
            FiringTimes.Read(found.Period));
    }

    public override Task UnregisterReminderAsync(ActorReminderToken reminder) =>
        sidecar.UnregisterAsync(reminder.ActorType, reminder.ActorId.GetId(), Reminders, reminder.Name);

    public override Task RegisterTimerAsync(ActorTimer timer) => sidecar.RegisterAsync(
        timer.ActorType,
        timer.ActorId.GetId(),
        Timers,
        timer.Name,
        Write(new Firing
        {
            DueTime = FiringTimes.Write(timer.DueTime),
            Period = FiringTimes.Write(timer.Period),
            Ttl = timer.Ttl is { } ttl ? FiringTimes.Write(ttl) : null,
            Data = timer.Data,
            Callback = timer.TimerCallback,
        }));

    public override Task UnregisterTimerAsync(ActorTimerToken timer) =>
        sidecar.UnregisterAsync(timer.ActorType, timer.ActorId.GetId(), Timers, timer.Name);

    private static byte[] Write(Firing firing) => JsonSerializer.SerializeToUtf8Bytes(firing);
}

/// <summary>A timer or reminder in the actors API: when it is registered, when it is asked for and when it fires.</summary>
internal sealed record Firing
{
    [JsonPropertyName("dueTime")]
    public string? DueTime { get; init; }

    [JsonPropertyName("period")]
    public string? Period { get; init; }

    [JsonPropertyName("ttl")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ttl { get; init; }

    /// <summary>Base64 in JSON.</summary>
    [JsonPropertyName("data")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Data { get; init; }

    [JsonPropertyName("callback")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Callback { get; init; }

    /// <exception cref="JsonException">It is no timer or reminder of this SDK: its data are not base64.</exception>
    public static Firing? Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Firing>(json);
}
