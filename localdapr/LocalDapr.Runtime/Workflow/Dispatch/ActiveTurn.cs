using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Dispatch;

/// <summary>A turn that a worker has.</summary>
internal sealed class ActiveTurn
{
    public required InstanceKey Instance { get; init; }

    public required string ExecutionId { get; init; }

    /// <summary>The start of the execution.</summary>
    public required HistoryEvent Started { get; init; }

    /// <summary>The beginning of the turn.</summary>
    public required HistoryEvent Beginning { get; init; }

    /// <summary>What former turns handled.</summary>
    public required IReadOnlyList<HistoryEvent> Past { get; init; }

    /// <summary>What this turn handles.</summary>
    public required IReadOnlyList<InboxEntry> Inbox { get; init; }

    /// <summary>The keys of results that came for a former execution.</summary>
    public required IReadOnlyList<string> Obsolete { get; init; }

    /// <summary>Whether there are more events, for the next turn.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Whether a worker may have had an earlier turn of this instance whose answer could be mistaken for this one's.</summary>
    public required bool IsDoubtful { get; init; }

    /// <summary>Names the turn in the answer.</summary>
    public string Token { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The worker.</summary>
    public required WorkerStream Worker { get; init; }
}
