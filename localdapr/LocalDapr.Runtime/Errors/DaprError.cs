using Grpc.Core;

namespace LocalDapr.Runtime.Errors;

/// <summary>An answer of the Dapr API that is not a success: the same failure over HTTP (status, code, message) and over gRPC.</summary>
/// <param name="Code">The documented code, <c>ERR_…</c>.</param>
/// <param name="HttpStatus">The HTTP status.</param>
/// <param name="GrpcStatus">The gRPC status code.</param>
/// <param name="Message">What went wrong, for the caller.</param>
public sealed record DaprError(string Code, int HttpStatus, StatusCode GrpcStatus, string Message)
{
    public DaprException ToException() => new(this);

    public static DaprError MalformedRequest(string reason) =>
        new("ERR_MALFORMED_REQUEST", 400, StatusCode.InvalidArgument, $"failed deserializing HTTP body: {reason}");
}
