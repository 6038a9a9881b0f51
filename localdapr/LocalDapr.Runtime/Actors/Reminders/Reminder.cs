using System.Text.Json;
using System.Text.Json.Serialization;
using LocalDapr.Runtime.Actors.Schedules;

namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>A reminder as it is kept.</summary>
internal sealed record Reminder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public required string ActorType { get; init; }

    public required string ActorId { get; init; }

    public required string Name { get; init; }

    /// <summary>What the actor gets, any JSON; null for nothing.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The due time as it was registered.</summary>
    public string? DueTime { get; init; }

    /// <summary>The period as it was registered.</summary>
    public string? Period { get; init; }

    /// <summary>The next firing.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>How often to fire, the next one included; null for no limit.</summary>
    public int? Left { get; init; }

    /// <summary>No firing comes after this; null for no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What happens when a firing fails; null for Dapr's default.</summary>
    public FailurePolicy? OnFailure { get; init; }

    [JsonIgnore]
    public ActorKey Key => new(ActorType, ActorId);

    /// <exception cref="JsonException">The bytes are not what <see cref="ToJson"/> gave.</exception>
    public static Reminder FromJson(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize<Reminder>(json.Span, Json) ?? throw new JsonException("a reminder is expected");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>The body of the app's call when it fires.</summary>
    public byte[] ToFiring() => JsonSerializer.SerializeToUtf8Bytes(new { Data, DueTime = DueTime ?? "", Period = Period ?? "" }, Json);

    /// <summary>The reminder after a firing; null when it was the last.</summary>
    public Reminder? AfterFiring(DateTimeOffset now) =>
        new FiringSchedule(Due, FiringPeriod.Parse(Period), Left, ExpiresAt).AfterFiring(now) is { } next ? this with { Due = next.Due, Left = next.Left } : null;
}
