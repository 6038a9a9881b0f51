using Platform.Commerce.Tests.Tracing.Otlp;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>A span, as it was exported.</summary>
/// <param name="Service">The service that exported it.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="Id">Its own id.</param>
/// <param name="ParentId">Its parent's id; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Start">When it began, in nanoseconds since 1970.</param>
/// <param name="End">When it ended, likewise.</param>
internal sealed record TracedSpan(string Service, string TraceId, string Id, string ParentId, string Name, SpanKind Kind, ulong Start, ulong End)
{
    /// <summary>Whether nobody waits for its end: an event being delivered, and a step of a workflow.</summary>
    public bool IsDetached => Name.StartsWith("activity ", StringComparison.Ordinal) || Name.StartsWith("POST /events/", StringComparison.Ordinal);

    public override string ToString() => $"{Service}: {Name} ({Kind} {Id})";
}
