using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Tracing;

/// <summary>The span of a call that a sidecar forwards to another app, between those of the two apps. Only where somebody exports them: then the callee's parent is this.</summary>
internal static class ForwardSpan
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "LocalDapr";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether somebody listens.</summary>
    public static bool IsWanted => Source.HasListeners();

    /// <summary>Begins a span for a request that has a trace context; null when it is of no trace, or of one that is not recorded.</summary>
    /// <param name="context">The request.</param>
    /// <param name="method">What is called: the path of a gRPC method, or the HTTP method, for other paths may hold what is private.</param>
    /// <param name="caller">The app that calls.</param>
    /// <param name="callee">The app that is called.</param>
    public static Activity? Start(HttpContext context, string method, string caller, string callee)
    {
        var headers = context.Request.Headers;
        if (!ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var parent))
        {
            return null;
        }

        var span = Source.StartActivity($"forward {method}", ActivityKind.Server, parent);
        if (span is not null)
        {
            span.SetTag("dapr.caller", caller);
            span.SetTag("dapr.callee", callee);
            headers.TraceParent = span.Id;
        }

        return span;
    }
}
