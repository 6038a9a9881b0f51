using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using LocalDapr.Runtime.Bindings.Outputs;

namespace LocalDapr.Runtime.Grpc;

internal sealed partial class DaprService
{
    public override async Task<InvokeBindingResponse> InvokeBinding(InvokeBindingRequest request, ServerCallContext context)
    {
        var call = new BindingRequest(request.Operation, request.Data.Memory, request.Metadata.AsReadOnly());
        var result = await Eventing(context).Bindings.InvokeAsync(request.Name, call, context.CancellationToken);
        var response = new InvokeBindingResponse { Data = UnsafeByteOperations.UnsafeWrap(result.Data ?? default) };
        if (result.Metadata is { } metadata)
        {
            foreach (var (name, value) in metadata)
                response.Metadata.Add(name, value);
        }

        return response;
    }
}
