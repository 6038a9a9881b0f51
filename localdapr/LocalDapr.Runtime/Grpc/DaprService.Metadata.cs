using Dapr.Proto.Runtime.V1;
using Grpc.Core;

namespace LocalDapr.Runtime.Grpc;

internal sealed partial class DaprService
{
    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var sidecar = Sidecar(context);
        return Task.FromResult(new GetMetadataResponse
        {
            Id = sidecar.AppId,
            RuntimeVersion = "localdapr",
            RegisteredComponents =
            {
                sidecar.Resources.Components.Select(component => new RegisteredComponents
                {
                    Name = component.Name,
                    Type = component.Type,
                    Version = component.Version,
                }),
            },
        });
    }
}
