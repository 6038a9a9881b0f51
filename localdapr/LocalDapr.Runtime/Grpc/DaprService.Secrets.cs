using Dapr.Proto.Runtime.V1;
using Grpc.Core;

namespace LocalDapr.Runtime.Grpc;

/// <summary>The secrets API over gRPC.</summary>
internal sealed partial class DaprService
{
    public override Task<GetSecretResponse> GetSecret(GetSecretRequest request, ServerCallContext context)
    {
        var response = new GetSecretResponse();
        foreach (var (name, value) in Sidecar(context).Resources.Secrets.Get(request.StoreName, request.Key))
            response.Data.Add(name, value);
        return Task.FromResult(response);
    }

    public override Task<GetBulkSecretResponse> GetBulkSecret(GetBulkSecretRequest request, ServerCallContext context)
    {
        var response = new GetBulkSecretResponse();
        foreach (var (secret, values) in Sidecar(context).Resources.Secrets.GetAll(request.StoreName))
        {
            var item = new SecretResponse();
            foreach (var (name, value) in values)
                item.Secrets.Add(name, value);
            response.Data.Add(secret, item);
        }

        return Task.FromResult(response);
    }
}
