using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>Options of a <see cref="GrpcChannel"/>.</summary>
public sealed class GrpcChannelOptions
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;
    internal const int DefaultMaxRetryAttempts = 5;
    internal const long DefaultMaxRetryBufferSize = 16 * 1024 * 1024;
    internal const long DefaultMaxRetryBufferPerCallSize = 1024 * 1024;

    /// <summary>
    /// The credentials. Whether connections use TLS is decided by the scheme of the address, which the credentials must match.
    /// </summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The longest message that is sent, in bytes; null, the default, is no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The longest message that is received, in bytes; null is no limit. 4 MB unless set.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    /// <summary>Caps the attempts of every retry policy; null is no cap. 5 unless set.</summary>
    public int? MaxRetryAttempts { get; set; } = DefaultMaxRetryAttempts;

    /// <summary>How many bytes all calls together keep for retries; null is no limit. 16 MB unless set.</summary>
    public long? MaxRetryBufferSize { get; set; } = DefaultMaxRetryBufferSize;

    /// <summary>How many bytes one call keeps for retries; beyond it the call is not retried. Null is no limit. 1 MB unless set.</summary>
    public long? MaxRetryBufferPerCallSize { get; set; } = DefaultMaxRetryBufferPerCallSize;

    /// <summary>The compressions that are understood and can be asked for; null is gzip.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Makes the loggers; null logs nothing.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Makes the HTTP calls. Not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Makes the HTTP calls. Not together with <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes the <see cref="HttpClient"/> or <see cref="HttpHandler"/> it was given.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>
    /// Whether a call that its own token or deadline ends throws <see cref="OperationCanceledException"/> and not
    /// <see cref="RpcException"/>.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials are sent over connections without TLS. Without it they are left out there.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Which methods are retried, and how.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    /// <summary>The longest delay between attempts to connect of a call that waits for ready; null is no limit. 120 s unless set.</summary>
    public TimeSpan? MaxReconnectBackoff { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>The first delay between attempts to connect of a call that waits for ready. 1 s unless set.</summary>
    public TimeSpan InitialReconnectBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the channel finds services that are not options: a <see cref="TimeProvider"/>, a logger factory.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}
