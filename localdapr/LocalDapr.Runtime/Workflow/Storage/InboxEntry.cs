using DurableTask.Protobuf;

namespace LocalDapr.Runtime.Workflow.Storage;

/// <summary>An event that waits for a turn.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Event">The event.</param>
internal readonly record struct InboxEntry(string Key, HistoryEvent Event)
{
    /// <summary>
    /// The places from here on are given to events in the order in which they come, by anybody. Those below are for the head of the inbox: the
    /// start of an execution and what it inherits, which only the commit that begins the execution writes.
    /// </summary>
    public const long FirstSequence = 1L << 32;

    /// <summary>Its place.</summary>
    public long Sequence => WorkflowKeys.ParseInbox(Key).Sequence;

    /// <summary>Whether the event means something to an execution: results are for the one that waits for them, the rest is for any.</summary>
    public bool IsFor(string executionId) => WorkflowKeys.ParseInbox(Key).ExecutionId is var bound && (bound.Length == 0 || bound == executionId);

    /// <summary>Whether an event is for one execution only.</summary>
    public static bool IsBound(HistoryEvent historyEvent) =>
        historyEvent is { EventRaised: null, ExecutionSuspended: null, ExecutionResumed: null };
}
