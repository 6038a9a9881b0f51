using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Tracing;

/// <summary>
/// Begins traces for callers that have none. A caller's own trace context (W3C Trace Context) goes on as it came, sampled or not.
/// </summary>
/// <param name="rate">The share of new traces that is sampled, from 0 to 1.</param>
internal sealed class TraceSampler(double rate)
{
    /// <summary>The share that Dapr samples when its configuration does not say.</summary>
    public const double DefaultRate = 0.0001;

    /// <summary>Gives the request a trace context unless it has one that is well formed.</summary>
    public void Ensure(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (ActivityContext.TryParse(headers.TraceParent, headers.TraceState, out _))
        {
            return;
        }

        headers.TraceParent = NewParent();
        headers.Remove("tracestate");
    }

    /// <summary>The header <c>traceparent</c> of a new trace.</summary>
    public string NewParent()
    {
        var trace = ActivityTraceId.CreateRandom();
        return $"00-{trace}-{ActivitySpanId.CreateRandom()}-{(IsSampled(trace) ? "01" : "00")}";
    }

    // Decides by the trace id, as OpenTelemetry's TraceIdRatioBased does, so that all who look at a trace decide alike.
    private bool IsSampled(ActivityTraceId trace)
    {
        var low = ulong.Parse(trace.ToHexString().AsSpan(16), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> 1;
        return low < rate * (1UL << 63);
    }
}
