using Google.Protobuf;
using Wire = Dapr.Proto.Runtime.V1;

namespace Dapr.Client;

internal sealed partial class DaprClientGrpc
{
    private const string BindingOperation = "Binding";

    public override Task InvokeBindingAsync<TRequest>(
        string bindingName,
        string operation,
        TRequest data,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        InvokeAsync(bindingName, operation, ToJson(data), metadata, cancellationToken);

    public override async Task<TResponse> InvokeBindingAsync<TRequest, TResponse>(
        string bindingName,
        string operation,
        TRequest data,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var response = await InvokeAsync(bindingName, operation, ToJson(data), metadata, cancellationToken);
        return FromJson<TResponse>(BindingOperation, response.Data);
    }

    public override async Task<BindingResponse> InvokeBindingAsync(BindingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var data = ByteString.CopyFrom(request.Data.Span);
        var response = await InvokeAsync(request.BindingName, request.Operation, data, request.Metadata, cancellationToken);
        return new BindingResponse(request, response.Data.Memory, response.Metadata);
    }

    private Task<Wire.InvokeBindingResponse> InvokeAsync(
        string bindingName,
        string operation,
        ByteString data,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(bindingName);
        ArgumentException.ThrowIfNullOrEmpty(operation);
        var request = new Wire.InvokeBindingRequest { Name = bindingName, Operation = operation, Data = data };
        AddAll(request.Metadata, metadata);
        return SendAsync(BindingOperation, _client.InvokeBindingAsync(request, Options(cancellationToken)));
    }
}
