using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Actors;

/// <summary>The failures of the actors building block, with the codes and statuses of genuine daprd 1.17.</summary>
internal static class ActorErrors
{
    public static DaprError InstanceMissing => new("ERR_ACTOR_INSTANCE_MISSING", 400, StatusCode.Internal, "actor instance is missing");

    public static DaprError StackDepth => new("ERR_ACTOR_STACK_DEPTH", 500, StatusCode.ResourceExhausted, "maximum stack depth exceeded");

    public static DaprError Closing => new("ERR_ACTOR_RUNTIME_CLOSED", 503, StatusCode.Unavailable, "actor runtime is closed");

    /// <summary>No store is marked <c>actorStateStore</c>.</summary>
    public static DaprError NoStateStore => new(
        "ERR_ACTOR_RUNTIME_NOT_FOUND",
        500,
        StatusCode.Internal,
        "the state store is not configured to use the actor runtime. Have you set the - name: actorStateStore value: \"true\" in your state store component file?");

    public static DaprError ReminderNotHosted => new(
        "ERR_ACTOR_REMINDER_NON_HOSTED",
        403,
        StatusCode.PermissionDenied,
        "operations on actor reminders are only possible on hosted actor types");

    public static DaprError BadRequest(string reason) => new("ERR_BAD_REQUEST", 400, StatusCode.InvalidArgument, $"invalid request: {reason}");

    public static DaprError NoAddress(ActorKey key) =>
        new("ERR_ACTOR_NO_ADDRESS", 404, StatusCode.FailedPrecondition, $"did not find address for actor '{key}'");

    public static DaprError Invoke(string reason) =>
        new("ERR_ACTOR_INVOKE_METHOD", 500, StatusCode.Internal, $"error invoke actor method: {reason}");

    public static DaprError StateGet(string reason) =>
        new("ERR_ACTOR_STATE_GET", 500, StatusCode.Internal, $"error getting actor state: {reason}");

    public static DaprError StateTransaction(string reason) =>
        new("ERR_ACTOR_STATE_TRANSACTION_SAVE", 500, StatusCode.Internal, $"error saving actor transaction state: {reason}");

    public static DaprError ReminderCreate(string reason) =>
        new("ERR_ACTOR_REMINDER_CREATE", 500, StatusCode.Internal, $"error creating actor reminder: {reason}");

    public static DaprError ReminderNotFound(string name) =>
        new("ERR_ACTOR_REMINDER_NOT_FOUND", 404, StatusCode.NotFound, $"actor reminder not found: {name}");

    public static DaprError ReminderExists(string name) =>
        new("ERR_ACTOR_REMINDER_ALREADY_EXISTS", 409, StatusCode.AlreadyExists, $"actor reminder already exists: {name}");

    public static DaprError TimerCreate(string reason) =>
        new("ERR_ACTOR_TIMER_CREATE", 500, StatusCode.Internal, $"error creating actor timer: {reason}");
}
