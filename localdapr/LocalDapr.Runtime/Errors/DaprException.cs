using Grpc.Core;

namespace LocalDapr.Runtime.Errors;

/// <summary>
/// Carries a <see cref="DaprError"/> out of a building block. The HTTP pipeline answers it as
/// <c>{"errorCode","message"}</c>, the gRPC service as its status.
/// </summary>
public sealed class DaprException(DaprError error) : Exception(error.Message)
{
    public DaprError Error { get; } = error;

    public RpcException ToRpcException() => new(new Status(Error.GrpcStatus, Error.Message));
}
