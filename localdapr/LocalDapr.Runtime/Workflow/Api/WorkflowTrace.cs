using DurableTask.Protobuf;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Workflow.Api;

/// <summary>The W3C trace context that a workflow goes on with.</summary>
internal static class WorkflowTrace
{
    /// <summary>That of a request; null if it has none.</summary>
    public static TraceContext? Of(HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers.TraceParent.Count == 0
            ? null
            : new TraceContext { TraceParent = headers.TraceParent.ToString(), TraceState = headers.TraceState.Count > 0 ? headers.TraceState.ToString() : null };
    }
}
