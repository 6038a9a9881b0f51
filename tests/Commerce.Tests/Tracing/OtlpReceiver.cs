using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Commerce.Tests.Tracing.Otlp;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>Takes spans over OTLP/gRPC, as a collector does, and keeps them.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<TracedSpan> _spans;
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app, ConcurrentQueue<TracedSpan> spans) => (_app, _spans) = (app, spans);

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>The spans that have come.</summary>
    public IReadOnlyList<TracedSpan> Spans => [.. _spans];

    /// <summary>Starts a receiver on a free port.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var spans = new ConcurrentQueue<TracedSpan>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Collector(spans));
        var app = builder.Build();
        app.MapGrpcService<Collector>();
        await app.StartAsync();
        return new OtlpReceiver(app, spans);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The service that exporters call.</summary>
    internal sealed class Collector(ConcurrentQueue<TracedSpan> spans) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceSpans)
            {
                var service = resource.Resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue;
                foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
                {
                    spans.Enqueue(Read(service, span));
                }
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }

        private static TracedSpan Read(string service, Span span) => new(
            service, Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Name, span.Kind, span.StartTimeUnixNano, span.EndTimeUnixNano);

        private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);
    }
}
