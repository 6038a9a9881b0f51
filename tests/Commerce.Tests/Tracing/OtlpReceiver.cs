using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Commerce.Tests.Tracing;

/// <summary>Takes spans and metrics over OTLP/gRPC, as a collector does, and keeps them.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<TracedSpan> _spans;
    private readonly ConcurrentDictionary<MetricPoint, bool> _points;
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app, ConcurrentQueue<TracedSpan> spans, ConcurrentDictionary<MetricPoint, bool> points) =>
        (_app, _spans, _points) = (app, spans, points);

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>The spans that have come.</summary>
    public IReadOnlyList<TracedSpan> Spans => [.. _spans];

    /// <summary>What has been measured.</summary>
    public IReadOnlyList<MetricPoint> Points => [.. _points.Keys];

    /// <summary>Starts a receiver on a free port.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var (spans, points) = (new ConcurrentQueue<TracedSpan>(), new ConcurrentDictionary<MetricPoint, bool>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new SpanCollector(spans));
        builder.Services.AddSingleton(new MetricCollector(points));
        var app = builder.Build();
        app.MapGrpcService<SpanCollector>();
        app.MapGrpcService<MetricCollector>();
        await app.StartAsync();
        return new OtlpReceiver(app, spans, points);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
