namespace Platform.Messaging.Realtime;

/// <summary>An event in a channel's log.</summary>
public sealed record LoggedEvent
{
    /// <summary>Its place, 1 for the first.</summary>
    public required long Sequence { get; init; }

    /// <summary>The id that its publisher gave it; may be empty.</summary>
    public required string EventId { get; init; }

    /// <summary>What happened.</summary>
    public required string Type { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The details, a JSON object.</summary>
    public required string Data { get; init; }
}
