using System.Text.Json;

namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>A registration of a timer or reminder, as a caller wrote it.</summary>
internal sealed record ReminderRequest
{
    /// <summary>Any JSON.</summary>
    public JsonElement? Data { get; init; }

    public string? DueTime { get; init; }

    public string? Period { get; init; }

    public string? Ttl { get; init; }

    /// <summary>Of a timer: the method to call.</summary>
    public string? Callback { get; init; }

    /// <summary>Of a reminder: whether it may take the place of another.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>Of a reminder: what happens when a firing fails; null for Dapr's default.</summary>
    public FailurePolicy? OnFailure { get; init; }
}
