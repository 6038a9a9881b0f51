using System.Collections.Concurrent;
using Grpc.Core;
using Platform.Commerce.Tests.Tracing.Otlp;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>The service that exporters send metrics to.</summary>
internal sealed class MetricCollector(ConcurrentDictionary<MetricPoint, bool> points) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
    {
        foreach (var resource in request.ResourceMetrics)
        {
            foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
            {
                foreach (var attributes in AttributesOf(metric))
                {
                    points.TryAdd(new MetricPoint(resource.Resource.ServiceName(), metric.Name, metric.Unit, Text(attributes)), true);
                }
            }
        }

        return Task.FromResult(new ExportMetricsServiceResponse());
    }

    private static IEnumerable<IEnumerable<KeyValue>> AttributesOf(Metric metric) =>
        (metric.Sum?.DataPoints.Select(point => point.Attributes) ?? []).Concat(metric.Histogram?.DataPoints.Select(point => point.Attributes) ?? []);

    private static string Text(IEnumerable<KeyValue> attributes) => string.Join(' ', attributes
        .OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
        .Select(attribute => $"{attribute.Key}={(attribute.Value.ValueCase == AnyValue.ValueOneofCase.IntValue ? attribute.Value.IntValue : attribute.Value.StringValue)}"));
}
