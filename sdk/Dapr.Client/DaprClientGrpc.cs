using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Grpc.Net.Client;
using Wire = Dapr.Proto.Runtime.V1;

namespace Dapr.Client;

/// <summary>
/// The client over the sidecar's gRPC API. Only service invocation by HTTP and the health probes use its HTTP API. One file per building
/// block.
/// </summary>
internal sealed partial class DaprClientGrpc : DaprClient
{
    private const string ApiTokenHeader = "dapr-api-token";

    private readonly GrpcChannel _channel;
    private readonly Wire.Dapr.DaprClient _client;
    private readonly HttpClient _httpClient;
    private readonly Uri _httpEndpoint;
    private readonly string? _apiToken;

    /// <summary>The headers of every call. Shared by all calls, so never written to after construction.</summary>
    private readonly Metadata _headers;

    internal DaprClientGrpc(GrpcChannel channel, HttpClient httpClient, Uri httpEndpoint, JsonSerializerOptions json, string? apiToken)
    {
        _channel = channel;
        _client = new Wire.Dapr.DaprClient(channel);
        _httpClient = httpClient;
        _httpEndpoint = httpEndpoint;
        _apiToken = string.IsNullOrWhiteSpace(apiToken) ? null : apiToken;
        JsonSerializerOptions = json;

        _httpClient.DefaultRequestHeaders.UserAgent.Add(UserAgent());
        _headers = new Metadata { { "user-agent", UserAgent().ToString() } };
        if (_apiToken is not null)
        {
            _headers.Add(ApiTokenHeader, _apiToken);
        }
    }

    public override JsonSerializerOptions JsonSerializerOptions { get; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _channel.Dispose();
            _httpClient.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async Task<TReply> SendAsync<TReply>(string operation, AsyncUnaryCall<TReply> call)
    {
        try
        {
            return await call;
        }
        catch (RpcException exception)
        {
            throw Failed(operation, exception);
        }
    }

    private static DaprException Failed(string operation, RpcException exception) =>
        new($"{operation} operation failed: the sidecar answered {exception.StatusCode}. The inner exception has the details.", exception);

    private CallOptions Options(CancellationToken cancellationToken) => new(_headers, cancellationToken: cancellationToken);

    /// <summary>The array is ours alone, so it is wrapped, not copied.</summary>
    private ByteString ToJson<T>(T value) =>
        UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions));

    /// <summary>Empty bytes are the absence of a value, and give the type's default.</summary>
    private T FromJson<T>(string operation, ByteString bytes)
    {
        try
        {
            return bytes.IsEmpty ? default! : JsonSerializer.Deserialize<T>(bytes.Span, JsonSerializerOptions)!;
        }
        catch (JsonException exception)
        {
            throw new DaprException($"{operation} operation failed: the payload is not the JSON of a {typeof(T).Name}.", exception);
        }
    }

    private static void AddAll(MapField<string, string> target, IEnumerable<KeyValuePair<string, string>>? entries)
    {
        foreach (var (key, value) in entries ?? [])
        {
            target.Add(key, value);
        }
    }
}
