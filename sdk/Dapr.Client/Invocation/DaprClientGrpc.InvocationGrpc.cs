using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Common = Dapr.Proto.Common.V1;
using Wire = Dapr.Proto.Runtime.V1;

namespace Dapr.Client;

internal sealed partial class DaprClientGrpc
{
    public override Task InvokeMethodGrpcAsync(string appId, string methodName, CancellationToken cancellationToken = default) =>
        InvokeAsync(appId, methodName, data: null, cancellationToken);

    public override Task InvokeMethodGrpcAsync<TRequest>(
        string appId, string methodName, TRequest data, CancellationToken cancellationToken = default) =>
        InvokeAsync(appId, methodName, data, cancellationToken);

    public override async Task<TResponse> InvokeMethodGrpcAsync<TResponse>(
        string appId, string methodName, CancellationToken cancellationToken = default)
    {
        var response = await InvokeAsync(appId, methodName, data: null, cancellationToken);
        return response.Data.Unpack<TResponse>();
    }

    public override async Task<TResponse> InvokeMethodGrpcAsync<TRequest, TResponse>(
        string appId, string methodName, TRequest data, CancellationToken cancellationToken = default)
    {
        var response = await InvokeAsync(appId, methodName, data, cancellationToken);
        return response.Data.Unpack<TResponse>();
    }

    private async Task<Common.InvokeResponse> InvokeAsync(
        string appId, string methodName, IMessage? data, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(appId);
        ArgumentException.ThrowIfNullOrEmpty(methodName);
        var message = new Common.InvokeRequest { Method = methodName };
        if (data is not null)
        {
            message.Data = Any.Pack(data);
            message.ContentType = "application/grpc";
        }

        try
        {
            var request = new Wire.InvokeServiceRequest { Id = appId, Message = message };
            return await _client.InvokeServiceAsync(request, Options(cancellationToken));
        }
        catch (RpcException exception)
        {
            throw new InvocationException(appId, methodName, exception);
        }
    }
}
