using System.Text.Json.Serialization;

namespace Platform.Messaging.Realtime;

/// <summary>The last events of a channel. It begins when somebody listens, and goes away when nobody has for a while.</summary>
public sealed record ChannelLog
{
    /// <summary>The most characters of an event's data.</summary>
    public const int MaxDataLength = 16 * 1024;

    /// <summary>The most events that are kept.</summary>
    public const int MaxEvents = 100;

    /// <summary>The most characters of data that are kept, far below what any store takes as one value.</summary>
    public const int MaxTotalLength = 128 * 1024;

    /// <summary>Tells this log from earlier ones of the channel: when it began, in hexadecimal milliseconds, so that later ones are greater.</summary>
    public required string Epoch { get; init; }

    /// <summary>The place of the newest event; 0 before the first.</summary>
    public long Head { get; init; }

    /// <summary>The newest events, oldest first.</summary>
    public IReadOnlyList<LoggedEvent> Events { get; init; } = [];

    /// <summary>The place of the newest event.</summary>
    [JsonIgnore]
    public ChannelPosition Position => new(Epoch, Head);

    /// <summary>A log that begins.</summary>
    public static ChannelLog Begin(DateTimeOffset now) => new() { Epoch = now.ToUnixTimeMilliseconds().ToString("x12") };

    /// <summary>The log with one more event, and the event; the log itself with the event that it has already under that id.</summary>
    public (ChannelLog Log, LoggedEvent Event) Append(string eventId, string type, DateTimeOffset time, string data)
    {
        if (eventId.Length > 0 && Events.FirstOrDefault(each => each.EventId == eventId) is { } earlier)
        {
            return (this, earlier);
        }

        var added = new LoggedEvent { Sequence = Head + 1, EventId = eventId, Type = type, Time = time, Data = data };
        return (this with { Head = added.Sequence, Events = Bounded([.. Events, added]) }, added);
    }

    /// <summary>The events behind a place; null when some of them are not kept any more, or the place is of another log.</summary>
    public IReadOnlyList<LoggedEvent>? After(ChannelPosition position)
    {
        var oldest = Events.Count == 0 ? Head : Events[0].Sequence - 1;
        return position.Epoch == Epoch && position.Sequence >= oldest && position.Sequence <= Head
            ? [.. Events.Where(each => each.Sequence > position.Sequence)]
            : null;
    }

    private static IReadOnlyList<LoggedEvent> Bounded(List<LoggedEvent> events)
    {
        var (first, length) = (events.Count, 0);
        while (first > 0 && events.Count - first < MaxEvents && (length += events[first - 1].Data.Length) <= MaxTotalLength)
        {
            first--;
        }

        return events[first..];
    }
}
