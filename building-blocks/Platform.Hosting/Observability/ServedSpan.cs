using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.Hosting.Observability;

/// <summary>A call that is served, as its span and the metric <c>rpc.server.duration</c> tell it.</summary>
internal readonly struct ServedSpan
{
    private static readonly Meter Meter = new("Platform.Hosting");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "rpc.server.duration",
        "ms",
        "How long served calls took, by method and status.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000] });

    private readonly string _method;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Activity? _span;

    /// <summary>Begins; the span is the one that the web server began.</summary>
    public ServedSpan(ServerCallContext context)
    {
        _method = context.Method;
        _span = context.GetHttpContext().Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span ? span : null;
        if (_span is not null)
        {
            RpcAttributes.Set(_span, _method);
        }
    }

    /// <summary>Ends with a status.</summary>
    public void End(StatusCode code)
    {
        _span?.SetTag(RpcAttributes.RpcStatus, (int)code);
        if (RpcAttributes.IsServerFault(code))
        {
            _span?.SetStatus(ActivityStatusCode.Error);
        }

        var (service, method) = RpcAttributes.Split(_method);
        Duration.Record(
            Stopwatch.GetElapsedTime(_start).TotalMilliseconds,
            new(RpcAttributes.RpcSystem, RpcAttributes.GrpcSystem),
            new(RpcAttributes.RpcService, service),
            new(RpcAttributes.RpcMethod, method),
            new(RpcAttributes.RpcStatus, (int)code));
    }
}
