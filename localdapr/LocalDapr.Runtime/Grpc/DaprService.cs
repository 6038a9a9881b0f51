using Grpc.Core;

namespace LocalDapr.Runtime.Grpc;

/// <summary>The gRPC API of a sidecar. Each building block has a file of its own.</summary>
internal sealed partial class DaprService : Dapr.Proto.Runtime.V1.Dapr.DaprBase
{
    private static Sidecar Sidecar(ServerCallContext context) => context.GetHttpContext().GetSidecar();
}
