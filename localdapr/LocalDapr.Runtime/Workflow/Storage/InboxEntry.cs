using DurableTask.Protobuf;

namespace LocalDapr.Runtime.Workflow.Storage;

/// <summary>An event that waits for a turn.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Event">The event.</param>
internal readonly record struct InboxEntry(string Key, HistoryEvent Event);
