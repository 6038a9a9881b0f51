namespace Dapr.AspNetCore;

/// <summary>A bulk delivery.</summary>
/// <typeparam name="TValue">Type of the events: <see cref="BulkMessageModel{TValue}"/>, or of raw payloads.</typeparam>
public class BulkSubscribeMessage<TValue>
{
    /// <summary>Creates an empty delivery, for deserialization.</summary>
    public BulkSubscribeMessage()
    {
    }

    /// <summary>Creates a delivery.</summary>
    public BulkSubscribeMessage(List<BulkSubscribeMessageEntry<TValue>> entries, string topic, Dictionary<string, string> metadata) =>
        (Entries, Topic, Metadata) = (entries, topic, metadata);

    /// <summary>The events.</summary>
    public List<BulkSubscribeMessageEntry<TValue>> Entries { get; set; } = [];

    /// <summary>The topic.</summary>
    public string? Topic { get; set; }

    /// <summary>What the broker says about the delivery.</summary>
    public Dictionary<string, string>? Metadata { get; set; }
}

/// <summary>One event of a bulk delivery.</summary>
/// <typeparam name="TValue">Type of the event.</typeparam>
public class BulkSubscribeMessageEntry<TValue>
{
    /// <summary>Creates an empty entry, for deserialization.</summary>
    public BulkSubscribeMessageEntry()
    {
    }

    /// <summary>Creates an entry.</summary>
    public BulkSubscribeMessageEntry(string entryId, string contentType, Dictionary<string, string> metadata, TValue eventData) =>
        (EntryId, ContentType, Metadata, Event) = (entryId, contentType, metadata, eventData);

    /// <summary>Names the event within its delivery.</summary>
    public string EntryId { get; set; } = string.Empty;

    /// <summary>Media type of the event.</summary>
    public string? ContentType { get; set; }

    /// <summary>What the broker says about the event.</summary>
    public Dictionary<string, string>? Metadata { get; set; }

    /// <summary>The event.</summary>
    public TValue Event { get; set; } = default!;
}

/// <summary>A CloudEvent of a bulk delivery.</summary>
/// <typeparam name="TValue">Type of the data.</typeparam>
public class BulkMessageModel<TValue>
{
    /// <summary>Creates an empty event, for deserialization.</summary>
    public BulkMessageModel()
    {
    }

    /// <summary>Creates an event.</summary>
    public BulkMessageModel(string id, string source, string type, string specversion, string datacontenttype, TValue data) =>
        (Id, Source, Type, Specversion, Datacontenttype, Data) = (id, source, type, specversion, datacontenttype, data);

    /// <summary>Id of the event.</summary>
    public string? Id { get; set; }

    /// <summary>Where the event comes from.</summary>
    public string? Source { get; set; }

    /// <summary>What kind of event it is.</summary>
    public string? Type { get; set; }

    /// <summary>Version of the CloudEvents specification.</summary>
    public string? Specversion { get; set; }

    /// <summary>Media type of the data.</summary>
    public string? Datacontenttype { get; set; }

    /// <summary>The data.</summary>
    public TValue Data { get; set; } = default!;
}

/// <summary>The verdicts on a bulk delivery.</summary>
/// <param name="statuses">One per entry; an entry without one comes again.</param>
public class BulkSubscribeAppResponse(List<BulkSubscribeAppResponseEntry> statuses)
{
    /// <summary>One per entry; an entry without one comes again.</summary>
    public List<BulkSubscribeAppResponseEntry> Statuses { get; } = statuses;
}

/// <summary>The verdict on one event of a bulk delivery.</summary>
/// <param name="entryId">Names the event within its delivery.</param>
/// <param name="status">The verdict.</param>
public class BulkSubscribeAppResponseEntry(string entryId, BulkSubscribeAppResponseStatus status)
{
    /// <summary>Names the event within its delivery.</summary>
    public string EntryId { get; } = entryId;

    /// <summary>The verdict.</summary>
    public string Status { get; } = status.ToString();
}

/// <summary>What becomes of an event of a bulk delivery.</summary>
public enum BulkSubscribeAppResponseStatus
{
    /// <summary>It is done.</summary>
    SUCCESS,

    /// <summary>It comes again.</summary>
    RETRY,

    /// <summary>It goes to the dead-letter topic, or is dropped without one.</summary>
    DROP,
}
