using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Something that happens to an instance at a time.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Instance">To which instance.</param>
/// <param name="ExecutionId">To which of its executions.</param>
/// <param name="TimerId">Number of the timer.</param>
internal readonly record struct Due(DateTimeOffset Time, DueKind Kind, InstanceKey Instance, string ExecutionId, int TimerId = 0)
{
    /// <summary>The earliest first; the rest only tells them apart.</summary>
    public static IComparer<Due> Earliest { get; } = Comparer<Due>.Create(Compare);

    private static int Compare(Due left, Due right)
    {
        var order = left.Time.CompareTo(right.Time);
        order = order != 0 ? order : left.Kind.CompareTo(right.Kind);
        order = order != 0 ? order : string.CompareOrdinal(left.Instance.AppId, right.Instance.AppId);
        order = order != 0 ? order : string.CompareOrdinal(left.Instance.InstanceId, right.Instance.InstanceId);
        order = order != 0 ? order : string.CompareOrdinal(left.ExecutionId, right.ExecutionId);
        return order != 0 ? order : left.TimerId.CompareTo(right.TimerId);
    }
}
