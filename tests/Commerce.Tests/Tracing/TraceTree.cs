using Platform.Commerce.Tests.Tracing.Otlp;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>The spans of one trace.</summary>
/// <param name="spans">The spans.</param>
/// <param name="rootParent">The span outside of the trace that all of it happens for.</param>
internal sealed class TraceTree(IEnumerable<TracedSpan> spans, string rootParent)
{
    /// <summary>What the clocks of one machine's processes may differ by, in nanoseconds.</summary>
    private const ulong Tolerance = 5_000_000;

    private readonly Dictionary<string, TracedSpan> _spans = spans.ToDictionary(span => span.Id);

    public IReadOnlyCollection<TracedSpan> Spans => _spans.Values;

    /// <summary>
    /// Every span without a parent in the trace, and every span that is not within its parent in time. A busy server may note the end of a call later than its caller, who
    /// has the answer: of those spans the begin must be within the parent.
    /// </summary>
    public IReadOnlyList<string> FindFaults()
    {
        var faults = new List<string>();
        foreach (var span in Spans.Where(span => span.ParentId != rootParent))
        {
            if (!_spans.TryGetValue(span.ParentId, out var parent))
            {
                faults.Add($"{span} has no parent");
            }
            else if (span.Start + Tolerance < parent.Start)
            {
                faults.Add($"{span} begins before its parent {parent}");
            }
            else if (!span.IsDetached && (span.Kind == SpanKind.Server ? span.Start : span.End) > parent.End + Tolerance)
            {
                faults.Add($"{span} outlives its parent {parent} by {(span.End - parent.End) / 1_000_000} ms");
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
