using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Description;

namespace LocalDapr.Runtime.Grpc;

/// <summary>The metadata API and the shutdown over gRPC.</summary>
internal sealed partial class DaprService
{
    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(SidecarMetadata.Describe(Sidecar(context), Service<ActorDescription>(context).Describe(Sidecar(context))));

    public override Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        Sidecar(context).Labels.Set(request.Key, request.Value);
        return Done;
    }

    public override Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        Sidecar(context).ShutdownAfter(context.GetHttpContext().Response);
        return Done;
    }
}
