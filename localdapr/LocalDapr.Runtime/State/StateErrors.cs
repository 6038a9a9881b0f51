using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.State;

/// <summary>The failures of the state building block, with the codes and statuses that Dapr's API reference lists.</summary>
internal static class StateErrors
{
    public static DaprError NotConfigured(string store) =>
        new("ERR_STATE_STORE_NOT_CONFIGURED", 500, StatusCode.FailedPrecondition, $"state store {store} is not configured");

    public static DaprError NotFound(string store) =>
        new("ERR_STATE_STORE_NOT_FOUND", 400, StatusCode.InvalidArgument, $"state store {store} is not found");

    public static DaprError IllegalKey(string key) => Malformed($"the key or key prefix '{key}' must not contain '{KeyPrefix.Separator}'");

    public static DaprError EmptyKey => Malformed("\"key\" is a required field");

    public static DaprError InvalidTtl(string text) => Malformed($"ttlInSeconds must be a whole number of seconds, not '{text}'");

    public static DaprError InvalidConcurrency(string text) =>
        Malformed($"concurrency must be first-write or last-write, not '{text}'");

    public static DaprError InvalidETag(string etag) =>
        new("ERR_STATE_SAVE", 400, StatusCode.InvalidArgument, $"invalid etag value: '{etag}' is no etag of this store");

    public static DaprError ValueTooLarge(string key, long bytes, int limit) =>
        new("ERR_STATE_SAVE", 413, StatusCode.ResourceExhausted, $"the value of key {key} has {bytes} bytes, the limit is {limit}");

    public static DaprError TooLarge(string reason) => new("ERR_STATE_SAVE", 413, StatusCode.ResourceExhausted, reason);

    public static DaprError SaveConflict(string store) => Conflict("ERR_STATE_SAVE", $"failed saving state in state store {store}");

    public static DaprError DeleteConflict(string key) => Conflict("ERR_STATE_DELETE", $"failed deleting state with key {key}");

    public static DaprError BulkDeleteConflict(string store) =>
        Conflict("ERR_STATE_BULK_DELETE", $"failed deleting state in state store {store}");

    /// <summary>
    /// Genuine daprd answers 500 and INTERNAL here, which a caller cannot tell from a broken store; the conflict of a transaction is
    /// as ordinary as that of a save and has the same statuses.
    /// </summary>
    public static DaprError TransactionConflict => Conflict("ERR_STATE_TRANSACTION", "error while executing state transaction");

    public static DaprError UnsupportedOperation(string operation) => new(
        "ERR_NOT_SUPPORTED_STATE_OPERATION", 400, StatusCode.Unimplemented, $"operation type {operation} not supported");

    public static DaprError QueryUnsupported =>
        new("ERR_STATE_STORE_NOT_SUPPORTED", 500, StatusCode.Internal, "state store does not support querying");

    public static DaprError Unavailable(string store, string reason = "the store accepts no writes") =>
        new("ERR_STATE_SAVE", 500, StatusCode.Internal, $"failed saving state in state store {store}: {reason}");

    private static DaprError Malformed(string message) => new("ERR_MALFORMED_REQUEST", 400, StatusCode.InvalidArgument, message);

    private static DaprError Conflict(string code, string what) =>
        new(code, 409, StatusCode.Aborted, $"{what}: possible etag mismatch. error from state store: the etag is not the current one");
}
