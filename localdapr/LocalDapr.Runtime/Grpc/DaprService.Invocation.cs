using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Grpc.Core;
using LocalDapr.Runtime.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Grpc;

/// <summary>Service invocation over gRPC.</summary>
internal sealed partial class DaprService
{
    public override Task<InvokeResponse> InvokeService(InvokeServiceRequest request, ServerCallContext context) =>
        context.GetHttpContext().RequestServices.GetRequiredService<GrpcInvocation>().InvokeAsync(Sidecar(context), request, context);
}
