using LocalDapr.Runtime.Tracing;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalDapr;

/// <summary>Exports the spans of forwarded calls over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, as services do with theirs.</summary>
internal static class Telemetry
{
    /// <summary>Begins; disposing sends what is left. Null when it is not set.</summary>
    public static IDisposable? Start() => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))
        ? null
        : Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("localdapr", serviceNamespace: "platform"))
            .AddSource(ForwardSpan.SourceName)
            .AddOtlpExporter()
            .Build();
}
