using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalDapr.Runtime.Actors.Reminders;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Http;

/// <summary>The JSON bodies of the timers and reminders API.</summary>
internal static class ReminderJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="DaprException">The body is not an object with texts where they belong.</exception>
    public static ReminderRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw DaprError.MalformedRequest("an object is expected").ToException();
        return new ReminderRequest
        {
            DueTime = Text(body, "dueTime"),
            Period = Text(body, "period"),
            Ttl = Text(body, "ttl"),
            Callback = Text(body, "callback"),
            Data = body.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null ? data.Clone() : null,
            Overwrite = !body.TryGetProperty("overwrite", out var overwrite) || overwrite.ValueKind != JsonValueKind.False,
            OnFailure = body.TryGetProperty("failure_policy", out var policy) ? ReadPolicy(policy) : null,
        };
    }

    /// <summary>A reminder as the API shows it.</summary>
    public static object Describe(Reminder reminder) => new
    {
        actorID = reminder.ActorId,
        actorType = reminder.ActorType,
        data = reminder.Data,
        dueTime = reminder.DueTime,
        period = reminder.Period,
        ttl = TtlOf(reminder),
    };

    /// <summary>The end of a reminder, RFC 3339; null for none.</summary>
    public static string? TtlOf(Reminder reminder) =>
        reminder.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static FailurePolicy? ReadPolicy(JsonElement policy)
    {
        if (policy.ValueKind != JsonValueKind.Object)
            return null;
        if (policy.TryGetProperty("drop", out _))
            return FailurePolicy.Drop;
        if (!policy.TryGetProperty("constant", out var constant) || constant.ValueKind != JsonValueKind.Object)
            return null;
        var interval = GoDuration.TryParse(Text(constant, "interval"), out var pause) && pause >= TimeSpan.Zero ? pause : FailurePolicy.Default.Interval;
        return new FailurePolicy(MaxRetries(constant), interval);
    }

    private static int? MaxRetries(JsonElement constant) =>
        (constant.TryGetProperty("maxRetries", out var max) || constant.TryGetProperty("max_retries", out max)) && max.TryGetInt32(out var count)
            ? count
            : null;

    private static string? Text(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw DaprError.MalformedRequest($"{name} must be a text").ToException();
    }
}
