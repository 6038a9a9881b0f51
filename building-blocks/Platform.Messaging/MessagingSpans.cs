using System.Diagnostics;

namespace Platform.Messaging;

/// <summary>The spans of events, as the semantic conventions of OpenTelemetry for messaging name them. Costs nothing when nobody listens.</summary>
internal static class MessagingSpans
{
    private static readonly ActivitySource Source = new("Platform.Messaging");

    /// <summary>The span of an event being published, whose context the sidecar puts into the event.</summary>
    public static Activity? Publish(string topic) => Start("publish", "send", topic, ActivityKind.Producer);

    /// <summary>The span of an event being handled, in the trace of who published it: the sidecar brings that with the event.</summary>
    public static Activity? Process(string topic) => Start("process", "process", topic, ActivityKind.Consumer);

    private static Activity? Start(string verb, string operation, string topic, ActivityKind kind)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var span = Source.StartActivity($"{verb} {topic}", kind);
        span?.SetTag("messaging.system", "dapr");
        span?.SetTag("messaging.destination.name", topic);
        span?.SetTag("messaging.operation.name", verb);
        span?.SetTag("messaging.operation.type", operation);
        return span;
    }
}
