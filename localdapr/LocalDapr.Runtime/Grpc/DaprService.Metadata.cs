using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Description;
using LocalDapr.Runtime.Workflow.Api;

namespace LocalDapr.Runtime.Grpc;

/// <summary>The metadata API and the shutdown over gRPC.</summary>
internal sealed partial class DaprService
{
    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var sidecar = Sidecar(context);
        return Task.FromResult(SidecarMetadata.Describe(
            sidecar, Service<ActorDescription>(context).Describe(sidecar), Service<WorkflowRuntime>(context).Describe(sidecar)));
    }

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
