using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Description;

namespace LocalDapr.Runtime.Grpc;

/// <summary>The metadata API over gRPC.</summary>
internal sealed partial class DaprService
{
    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(SidecarMetadata.Describe(Sidecar(context)));

    public override Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        Sidecar(context).Labels.Set(request.Key, request.Value);
        return Done;
    }
}
