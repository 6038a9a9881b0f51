using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.PubSub;

/// <summary>The errors of the pub/sub API with the codes and statuses that Dapr documents.</summary>
internal static class PubSubErrors
{
    public static DaprException NameEmpty() => Error("ERR_PUBSUB_EMPTY", 404, StatusCode.InvalidArgument, "pubsub name is empty");

    public static DaprException TopicEmpty(string pubSub) =>
        Error("ERR_TOPIC_NAME_EMPTY", 404, StatusCode.InvalidArgument, $"topic is empty in pubsub {pubSub}");

    public static DaprException NotConfigured(string pubSub) =>
        Error("ERR_PUBSUB_NOT_CONFIGURED", 400, StatusCode.FailedPrecondition, $"pubsub {pubSub} is not configured");

    public static DaprException NotFound(string pubSub) =>
        Error("ERR_PUBSUB_NOT_FOUND", 404, StatusCode.InvalidArgument, $"pubsub {pubSub} is not found");

    public static DaprException Forbidden(string topic, string appId) =>
        Error("ERR_PUBSUB_FORBIDDEN", 403, StatusCode.PermissionDenied, $"topic {topic} is not allowed for app id {appId}");

    public static DaprException CannotCreateCloudEvent() =>
        Error("ERR_PUBSUB_CLOUD_EVENTS_SER", 500, StatusCode.InvalidArgument, "cannot create cloudevent");

    public static DaprException MalformedEntries(string pubSub, string topic, string reason) =>
        Error("ERR_PUBSUB_EVENTS_SER", 400, StatusCode.InvalidArgument, $"error when unmarshaling the request for topic {topic} pubsub {pubSub}: {reason}");

    public static DaprException PublishFailed(string pubSub, string topic, string reason) =>
        Error("ERR_PUBSUB_PUBLISH_MESSAGE", 500, StatusCode.Internal, $"error when publishing to topic {topic} in pubsub {pubSub}: {reason}");

    public static DaprException Outbox(string reason) =>
        Error("ERR_PUBLISH_OUTBOX", 500, StatusCode.Internal, $"error while publishing outbox message: {reason}");

    private static DaprException Error(string code, int httpStatus, StatusCode grpcStatus, string message) =>
        new DaprError(code, httpStatus, grpcStatus, message).ToException();
}
