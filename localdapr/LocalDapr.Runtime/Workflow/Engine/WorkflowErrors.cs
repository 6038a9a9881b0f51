using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>
/// The failures of workflow management, with the codes that Dapr documents. Where genuine daprd answers 500 to what the caller could
/// mend, such as an id that is taken, the statuses say so instead.
/// </summary>
internal static class WorkflowErrors
{
    public static DaprError InstanceIdMissing =>
        new("ERR_INSTANCE_ID_PROVIDED_MISSING", 400, StatusCode.InvalidArgument, "no instance ID was provided");

    public static DaprError NameMissing => new("ERR_WORKFLOW_NAME_MISSING", 400, StatusCode.InvalidArgument, "workflow name is not configured");

    public static DaprError EventNameMissing =>
        new("ERR_WORKFLOW_EVENT_NAME_MISSING", 400, StatusCode.InvalidArgument, "missing workflow event name");

    public static DaprError NameTooLong =>
        new("ERR_WORKFLOW_NAME_MISSING", 400, StatusCode.InvalidArgument, $"a name has at most {WorkflowLimits.NameLength} characters");

    public static DaprError InvalidInstanceId(string id) => new(
        "ERR_INSTANCE_ID_INVALID",
        400,
        StatusCode.InvalidArgument,
        $"workflow instance ID '{id}' is invalid: only alphanumeric and underscore characters are allowed");

    public static DaprError InstanceIdTooLong(int limit) => new(
        "ERR_INSTANCE_ID_TOO_LONG", 400, StatusCode.InvalidArgument, $"workflow instance ID exceeds the max length of {limit} characters");

    public static DaprError NotFound(string id) => new(
        "ERR_INSTANCE_ID_NOT_FOUND", 404, StatusCode.NotFound, $"unable to find workflow with the provided instance ID: {id}");

    public static DaprError AlreadyExists(string name, string id) => new(
        "ERR_START_WORKFLOW", 409, StatusCode.AlreadyExists, $"error starting workflow '{name}': an active workflow with ID '{id}' already exists");

    public static DaprError InvalidStartTime(string name) => new(
        "ERR_START_WORKFLOW", 400, StatusCode.InvalidArgument, $"error starting workflow '{name}': the start time must be in RFC 3339 format");

    public static DaprError StillActive(string id) => new(
        "ERR_PURGE_WORKFLOW", 409, StatusCode.FailedPrecondition, $"error purging workflow {id}: the workflow has not ended");

    public static DaprError PayloadTooLarge(int bytes) => new(
        "ERR_MALFORMED_REQUEST", 413, StatusCode.ResourceExhausted, $"the payload has {bytes} bytes; the limit is {WorkflowLimits.PayloadBytes}");
}
