namespace Dapr.Client;

/// <summary>What became of a bulk publish.</summary>
/// <typeparam name="TValue">Type of the data.</typeparam>
/// <param name="failedEntries">The events that were not published.</param>
public class BulkPublishResponse<TValue>(List<BulkPublishResponseFailedEntry<TValue>> failedEntries)
{
    /// <summary>The events that were not published; empty when all were.</summary>
    public List<BulkPublishResponseFailedEntry<TValue>> FailedEntries { get; } = failedEntries;
}

/// <summary>An event that was not published.</summary>
/// <typeparam name="TValue">Type of the data.</typeparam>
/// <param name="entry">The event.</param>
/// <param name="errorMessage">Why it was not published.</param>
public class BulkPublishResponseFailedEntry<TValue>(BulkPublishEntry<TValue> entry, string errorMessage)
{
    /// <summary>The event.</summary>
    public BulkPublishEntry<TValue> Entry { get; } = entry;

    /// <summary>Why it was not published.</summary>
    public string ErrorMessage { get; } = errorMessage;
}

/// <summary>One event of a bulk publish.</summary>
/// <typeparam name="TValue">Type of the data.</typeparam>
/// <param name="entryId">Names the event within its request.</param>
/// <param name="eventData">The data.</param>
/// <param name="contentType">Media type of the data.</param>
/// <param name="metadata">Options of the event.</param>
public class BulkPublishEntry<TValue>(
    string entryId, TValue eventData, string contentType, IReadOnlyDictionary<string, string>? metadata = null)
{
    /// <summary>Names the event within its request: its position, from 0.</summary>
    public string EntryId { get; } = entryId;

    /// <summary>The data.</summary>
    public TValue EventData { get; } = eventData;

    /// <summary>Media type of the data.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>Options of the event.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; } = metadata;
}
