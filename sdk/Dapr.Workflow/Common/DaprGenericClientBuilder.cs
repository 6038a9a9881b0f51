using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;

namespace Dapr.Common;

/// <summary>
/// Builds a client of the sidecar. What is not set comes from the configuration or the environment: <c>DAPR_GRPC_ENDPOINT</c> or
/// <c>DAPR_GRPC_PORT</c>, <c>DAPR_API_TOKEN</c>.
/// </summary>
/// <typeparam name="TClientBuilder">The client.</typeparam>
public abstract class DaprGenericClientBuilder<TClientBuilder>
    where TClientBuilder : class, IDaprClient
{
    /// <summary>Starts with what the configuration and the environment say.</summary>
    protected DaprGenericClientBuilder(IConfiguration? configuration = null)
    {
        GrpcEndpoint = DaprDefaults.GetGrpcEndpoint(name => configuration?[name]);
        DaprApiToken = DaprDefaults.GetDaprApiToken(name => configuration?[name]) ?? "";
    }

    /// <summary>How values are written to and read from JSON.</summary>
    public JsonSerializerOptions JsonSerializerOptions { get; private set; } = new(JsonSerializerDefaults.Web);

    /// <summary>The token that the sidecar asks for; empty for none.</summary>
    public string DaprApiToken { get; private set; }

    internal string GrpcEndpoint { get; private set; }

    internal GrpcChannelOptions GrpcChannelOptions { get; private set; } = new() { ThrowOperationCanceledOnCancellation = true };

    /// <summary>Sets the sidecar's gRPC address, such as <c>http://localhost:50001</c>.</summary>
    public DaprGenericClientBuilder<TClientBuilder> UseGrpcEndpoint(string grpcEndpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(grpcEndpoint);
        GrpcEndpoint = grpcEndpoint;
        return this;
    }

    /// <summary>Sets how values are written to and read from JSON.</summary>
    public DaprGenericClientBuilder<TClientBuilder> UseJsonSerializationOptions(JsonSerializerOptions options)
    {
        JsonSerializerOptions = options;
        return this;
    }

    /// <summary>Sets the options of the gRPC channel. By default a cancelled call ends in <see cref="OperationCanceledException"/>.</summary>
    public DaprGenericClientBuilder<TClientBuilder> UseGrpcChannelOptions(GrpcChannelOptions grpcChannelOptions)
    {
        GrpcChannelOptions = grpcChannelOptions;
        return this;
    }

    /// <summary>Sets the token that the sidecar asks for.</summary>
    public DaprGenericClientBuilder<TClientBuilder> UseDaprApiToken(string apiToken)
    {
        DaprApiToken = apiToken;
        return this;
    }

    /// <summary>Builds the client.</summary>
    public abstract TClientBuilder Build();
}
