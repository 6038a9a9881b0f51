using Platform.Commerce.Tests.Tracing.Otlp;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>What the check of traces finds wrong.</summary>
public sealed class TraceTreeTests
{
    private const ulong Second = 1_000_000_000;

    private static readonly TracedSpan Root = Span("root", "caller", 10, 20);

    [Fact]
    public void FindFaults_SpansWithinTheirParents_None() =>
        FaultsOf(Root, Span("call", "root", 11, 19), Span("turn", "call", 12, 18)).ShouldBeEmpty();

    [Fact]
    public void FindFaults_StepThatOutlivesItsCaller_None() =>
        FaultsOf(Root, Span("step", "root", 19, 30) with { Name = "activity Pay" }).ShouldBeEmpty();

    [Fact]
    public void FindFaults_Orphan_IsFound() => FaultsOf(Root, Span("call", "lost", 11, 19)).Single().ShouldEndWith("has no parent");

    [Fact]
    public void FindFaults_SpanBeforeItsParent_IsFound() => FaultsOf(Root, Span("call", "root", 9, 19)).Single().ShouldContain("begins before");

    [Fact]
    public void FindFaults_SpanThatOutlivesItsParent_IsFound() => FaultsOf(Root, Span("call", "root", 11, 21)).Single().ShouldEndWith("by 1000 ms");

    [Fact]
    public void FindFaults_ServerThatNotesItsEndLater_None() => FaultsOf(Root, Span("call", "root", 11, 21) with { Kind = SpanKind.Server }).ShouldBeEmpty();

    [Fact]
    public void FindFaults_ServerThatBeginsWhenItsCallerHasGone_IsFound() =>
        FaultsOf(Root, Span("call", "root", 21, 22) with { Kind = SpanKind.Server }).Single().ShouldEndWith("by 2000 ms");

    private static IReadOnlyList<string> FaultsOf(params TracedSpan[] spans) => new TraceTree(spans, "caller").FindFaults();

    private static TracedSpan Span(string id, string parent, ulong start, ulong end) =>
        new("orders", "trace", id, parent, id, SpanKind.Internal, start * Second, end * Second);
}
