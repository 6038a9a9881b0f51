using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Platform.Commerce.Tests.Tracing.Otlp;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>The service that exporters send spans to.</summary>
internal sealed class SpanCollector(ConcurrentQueue<TracedSpan> spans) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
    {
        foreach (var resource in request.ResourceSpans)
        {
            foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
            {
                spans.Enqueue(Read(resource.Resource.ServiceName(), span));
            }
        }

        return Task.FromResult(new ExportTraceServiceResponse());
    }

    private static TracedSpan Read(string service, Span span) => new(
        service, Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Name, span.Kind, span.StartTimeUnixNano, span.EndTimeUnixNano);

    private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);
}

internal static class ResourceExtensions
{
    /// <summary>The service that exports.</summary>
    public static string ServiceName(this Resource resource) =>
        resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue;
}
