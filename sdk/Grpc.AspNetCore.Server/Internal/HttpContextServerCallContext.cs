using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>One call: its headers, status, trailers, deadline and compression.</summary>
internal sealed class HttpContextServerCallContext(HttpContext httpContext, MethodOptions options, IMethod method)
    : ServerCallContext, IAsyncDisposable
{
    private const string CompressionRequestHeader = "grpc-internal-encoding-request";

    private static readonly AuthContext Anonymous = new(peerIdentityPropertyName: null, []);

    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private CallDeadline? _deadline;
    private ICompressionProvider? _responseCompression;

    public HttpContext HttpContext { get; } = httpContext;

    public MethodOptions Options { get; } = options;

    /// <summary>Decompresses the client's messages; null when they are not compressed.</summary>
    public ICompressionProvider? RequestCompression { get; private set; }

    public bool HasDeadline => _deadline is not null;

    public bool DeadlineHasPassed => _deadline is { HasPassed: true };

    /// <summary>The handler's trailers; null when it has none.</summary>
    public Metadata? TrailersOrNone => _responseTrailers;

    /// <summary>
    /// What reads and writes wait with: the deadline. When the client goes the server ends them by itself, and asking for its token
    /// would cost an allocation for every call.
    /// </summary>
    public CancellationToken DeadlineToken => _deadline?.Token ?? CancellationToken.None;

    protected override string MethodCore => method.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore => HttpContext.Connection is { RemoteIpAddress: { } address } connection
        ? $"{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4")}:{new System.Net.IPEndPoint(address, connection.RemotePort)}"
        : "unknown";

    protected override DateTime DeadlineCore => _deadline?.Instant ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= CallHeaders.Read(HttpContext.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? HttpContext.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override IDictionary<object, object> UserStateCore => HttpContext.Items!;

    // Identity comes with metadata; transport security is the sidecar's.
    protected override AuthContext AuthContextCore => Anonymous;

    /// <summary>Reads what the protocol's own headers say and prepares those of the response.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED for an unknown <c>grpc-encoding</c>, INTERNAL for a malformed timeout.</exception>
    public void Initialize(TimeProvider clock)
    {
        var request = HttpContext.Request.Headers;
        HttpContext.Response.ContentType = GrpcProtocol.ContentType;
        if (request.TryGetValue(GrpcProtocol.TimeoutHeader, out var timeout))
        {
            StartDeadline(timeout.ToString(), clock);
        }

        if (request.TryGetValue(GrpcProtocol.EncodingHeader, out var encoding) && encoding != GrpcProtocol.IdentityEncoding)
        {
            RequestCompression = FindRequestCompression(encoding.ToString());
        }

        if (Options.ResponseCompressionAlgorithm is { } algorithm)
        {
            UseResponseCompression(algorithm);
        }
    }

    /// <summary>The compression of the next message; null leaves it as it is.</summary>
    public ICompressionProvider? CompressionOfNextMessage() =>
        WriteOptions is { } write && write.Flags.HasFlag(WriteFlags.NoCompress) ? null : _responseCompression;

    /// <summary>Completes when the deadline passes; null without one.</summary>
    public Task? DeadlinePassed => _deadline?.Passed;

    /// <summary>Turns a failure into the status that the client sees. Returns whether it was unexpected.</summary>
    public bool Fail(Exception failure)
    {
        switch (failure)
        {
            case RpcException or OperationCanceledException or IOException when DeadlineHasPassed:
                Status = DeadlineExceeded;
                return false;
            case RpcException rpc:
                Status = rpc.Status;
                foreach (var entry in rpc.Trailers)
                {
                    ResponseTrailers.Add(entry);
                }

                return false;
            case OperationCanceledException or IOException when HttpContext.RequestAborted.IsCancellationRequested:
                Status = FrameErrors.CancelledByClient;
                return false;
            default:
                var detail = Options.EnableDetailedErrors ? $" {failure.GetType().Name}: {failure.Message}" : "";
                Status = new Status(StatusCode.Unknown, "Exception was thrown by handler." + detail);
                return true;
        }
    }

    public static Status DeadlineExceeded { get; } = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    /// <summary>
    /// Writes status and trailers: behind the messages, or into the headers where nothing was sent yet (Trailers-Only).
    /// </summary>
    public void WriteTrailers(Status status, Metadata? trailers, bool messagesWritten)
    {
        var response = HttpContext.Response;
        var destination = messagesWritten || response.HasStarted
            ? HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : response.Headers;
        CallHeaders.WriteStatus(destination, status, trailers);
    }

    public ValueTask DisposeAsync() => _deadline?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        if (HttpContext.Response.HasStarted)
        {
            throw new InvalidOperationException("Response headers can be sent only once, and before the first message.");
        }

        foreach (var entry in responseHeaders)
        {
            if (entry.Key == CompressionRequestHeader)
            {
                _responseCompression = null;
                HttpContext.Response.Headers.Remove(GrpcProtocol.EncodingHeader);
                UseResponseCompression(entry.Value);
            }
            else
            {
                HttpContext.Response.Headers.Append(entry.Key, BinaryHeader.ToWire(entry));
            }
        }

        return HttpContext.Response.BodyWriter.FlushAsync(CancellationToken).AsTask();
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Use EnableCallContextPropagation of the client factory.");

    private void StartDeadline(string timeout, TimeProvider clock)
    {
        if (!GrpcTimeout.TryParse(timeout, out var left))
        {
            throw new RpcException(new Status(StatusCode.Internal, "The grpc-timeout header is malformed."));
        }

        _deadline = new CallDeadline(left, clock, HttpContext.RequestAborted);
    }

    private ICompressionProvider FindRequestCompression(string encoding)
    {
        HttpContext.Response.Headers[GrpcProtocol.AcceptEncodingHeader] = Options.AcceptEncoding;
        return MessageCompression.Find(Options.CompressionProviders, encoding) ?? throw FrameErrors.UnsupportedEncoding(encoding);
    }

    private void UseResponseCompression(string algorithm)
    {
        var accepted = HttpContext.Request.Headers[GrpcProtocol.AcceptEncodingHeader].ToString();
        if (MessageCompression.Find(Options.CompressionProviders, algorithm) is { } provider
            && accepted.Split(',', StringSplitOptions.TrimEntries).Contains(algorithm))
        {
            _responseCompression = provider;
            HttpContext.Response.Headers[GrpcProtocol.EncodingHeader] = algorithm;
        }
    }
}
