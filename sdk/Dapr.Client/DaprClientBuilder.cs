using System.Text.Json;
using Grpc.Net.Client;

namespace Dapr.Client;

/// <summary>
/// Builds a <see cref="DaprClient"/>. What is not set comes from the environment: <c>DAPR_HTTP_ENDPOINT</c> or <c>DAPR_HTTP_PORT</c>,
/// <c>DAPR_GRPC_ENDPOINT</c> or <c>DAPR_GRPC_PORT</c>, <c>DAPR_API_TOKEN</c>.
/// </summary>
public sealed class DaprClientBuilder
{
    private string _httpEndpoint = DaprDefaults.GetHttpEndpoint();
    private string _grpcEndpoint = DaprDefaults.GetGrpcEndpoint();
    private string? _apiToken = DaprDefaults.GetDaprApiToken();
    private JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private GrpcChannelOptions _channelOptions = new() { ThrowOperationCanceledOnCancellation = true };
    private TimeSpan _timeout;

    /// <summary>Sets the sidecar's HTTP address, such as <c>http://localhost:3500</c>.</summary>
    public DaprClientBuilder UseHttpEndpoint(string httpEndpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(httpEndpoint);
        _httpEndpoint = httpEndpoint;
        return this;
    }

    /// <summary>Sets the sidecar's gRPC address, such as <c>http://localhost:50001</c>.</summary>
    public DaprClientBuilder UseGrpcEndpoint(string grpcEndpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(grpcEndpoint);
        _grpcEndpoint = grpcEndpoint;
        return this;
    }

    /// <summary>Sets how values are written to and read from JSON. The default is <see cref="JsonSerializerDefaults.Web"/>.</summary>
    public DaprClientBuilder UseJsonSerializationOptions(JsonSerializerOptions options)
    {
        _json = options;
        return this;
    }

    /// <summary>
    /// Sets the options of the gRPC channel. By default a cancelled call ends in <see cref="OperationCanceledException"/>.
    /// </summary>
    public DaprClientBuilder UseGrpcChannelOptions(GrpcChannelOptions grpcChannelOptions)
    {
        _channelOptions = grpcChannelOptions;
        return this;
    }

    /// <summary>Sets the token that the sidecar asks for.</summary>
    public DaprClientBuilder UseDaprApiToken(string apiToken)
    {
        _apiToken = apiToken;
        return this;
    }

    /// <summary>Sets the time an HTTP request to the sidecar may take. gRPC calls have no timeout.</summary>
    public DaprClientBuilder UseTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        return this;
    }

    /// <summary>Builds the client.</summary>
    /// <exception cref="InvalidOperationException">An endpoint's scheme is neither http nor https.</exception>
    public DaprClient Build()
    {
        var httpEndpoint = Parse(_httpEndpoint);
        var channel = GrpcChannel.ForAddress(Parse(_grpcEndpoint), _channelOptions);
        var httpClient = new HttpClient();
        if (_timeout > TimeSpan.Zero)
        {
            httpClient.Timeout = _timeout;
        }

        return new DaprClientGrpc(channel, httpClient, httpEndpoint, _json, _apiToken);
    }

    private static Uri Parse(string endpoint)
    {
        var uri = new Uri(endpoint);
        return uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"The endpoint {endpoint} must use http or https.");
    }
}
