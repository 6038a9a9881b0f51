using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Grpc.Core;
using LocalDapr.Runtime.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Grpc;

/// <summary>Service invocation over gRPC.</summary>
internal sealed partial class DaprService
{
    public override Task<InvokeResponse> InvokeService(InvokeServiceRequest request, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        http.EnsureTraceContext();
        return http.RequestServices.GetRequiredService<GrpcInvocation>().InvokeAsync(http.GetSidecar(), request, context);
    }
}
