using DurableTask.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Dapr.Workflow;

/// <summary>The way to the workflow engine: the gRPC port of the sidecar.</summary>
internal sealed class WorkflowChannel : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <exception cref="InvalidOperationException">The endpoint is no http or https address.</exception>
    public WorkflowChannel(string endpoint, GrpcChannelOptions options, string? apiToken)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException($"The gRPC endpoint '{endpoint}' must be an http or https address.");
        }

        _channel = GrpcChannel.ForAddress(address, options);
        Client = new TaskHubSidecarService.TaskHubSidecarServiceClient(
            string.IsNullOrWhiteSpace(apiToken) ? _channel.CreateCallInvoker() : _channel.Intercept(headers => WithToken(headers, apiToken)));
    }

    public TaskHubSidecarService.TaskHubSidecarServiceClient Client { get; }

    public void Dispose() => _channel.Dispose();

    private static Metadata WithToken(Metadata headers, string apiToken)
    {
        headers.Add("dapr-api-token", apiToken);
        return headers;
    }
}
