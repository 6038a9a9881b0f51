namespace Platform.Commerce.Tests.Tracing;

/// <summary>The spans of one trace.</summary>
/// <param name="spans">The spans.</param>
/// <param name="rootParent">The span outside of the trace that all of it happens for.</param>
internal sealed class TraceTree(IEnumerable<TracedSpan> spans, string rootParent)
{
    /// <summary>What the clocks of one machine's processes may differ by, in nanoseconds.</summary>
    private const ulong ClockTolerance = 5_000_000;

    /// <summary>How much later than its caller a busy server may note that it has answered, in nanoseconds.</summary>
    private const ulong EndTolerance = 100_000_000;

    private readonly Dictionary<string, TracedSpan> _spans = spans.ToDictionary(span => span.Id);

    public IReadOnlyCollection<TracedSpan> Spans => _spans.Values;

    /// <summary>Every span without a parent in the trace, and every span that is not within its parent in time.</summary>
    public IReadOnlyList<string> FindFaults()
    {
        var faults = new List<string>();
        foreach (var span in Spans.Where(span => span.ParentId != rootParent))
        {
            if (!_spans.TryGetValue(span.ParentId, out var parent))
            {
                faults.Add($"{span} has no parent");
            }
            else if (span.Start + ClockTolerance < parent.Start)
            {
                faults.Add($"{span} begins before its parent {parent}");
            }
            else if (!span.IsDetached && span.End > parent.End + EndTolerance)
            {
                faults.Add($"{span} ends {(span.End - parent.End) / 1_000_000} ms after its parent {parent}");
            }
        }

        return faults;
    }

    /// <summary>The span's ancestors, from its parent on.</summary>
    public IEnumerable<TracedSpan> AncestorsOf(TracedSpan span)
    {
        for (var parent = _spans.GetValueOrDefault(span.ParentId); parent is not null; parent = _spans.GetValueOrDefault(parent.ParentId))
        {
            yield return parent;
        }
    }
}
