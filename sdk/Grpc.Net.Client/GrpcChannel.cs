using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.ObjectPool;

namespace Grpc.Net.Client;

/// <summary>
/// Connections to one service. A channel is made once and shared: calls run on it at the same time, multiplexed over HTTP/2.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<string, MethodInvocation> _methods = new();
    private readonly ActiveCalls _activeCalls = new();
    private readonly HttpMessageInvoker _http;
    private readonly HttpClient? _httpClient;
    private readonly bool _ownsHttp;

    internal GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        Settings = new ChannelSettings(address, options);
        Logger = (options.LoggerFactory
                ?? options.ServiceProvider?.GetService(typeof(ILoggerFactory)) as ILoggerFactory
                ?? NullLoggerFactory.Instance)
            .CreateLogger("Grpc.Net.Client");
        _httpClient = options.HttpClient;
        _http = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? CreateHandler(), disposeHandler: true);
        _ownsHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
    }

    internal Uri Address { get; }

    internal ChannelSettings Settings { get; }

    internal ILogger Logger { get; }

    /// <summary>Token sources of unary calls: reused, because their registrations are reused with them.</summary>
    internal ObjectPool<CancellationTokenSource> Cancellations { get; } =
        new DefaultObjectPool<CancellationTokenSource>(new CancellationPolicy(), maximumRetained: 256);

    internal bool IsDisposed { get; private set; }

    /// <summary>Creates a channel. <c>http</c> addresses are connected with HTTP/2 without TLS, <c>https</c> with TLS.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Creates a channel.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    /// <summary>Creates a channel.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Creates a channel.</summary>
    /// <exception cref="ArgumentException">The address is neither http nor https, or there are an HttpClient and an HttpHandler.</exception>
    /// <exception cref="InvalidOperationException">The credentials do not fit the scheme of the address.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"The address of a channel starts with http:// or https://, which '{address}' does not.", nameof(address));
        }

        if (channelOptions is { HttpClient: not null, HttpHandler: not null })
        {
            throw new ArgumentException("HttpClient and HttpHandler cannot both be configured.", nameof(channelOptions));
        }

        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc />
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Cancels the calls that are under way and closes the connections.</summary>
    public void Dispose()
    {
        if (IsDisposed)
        {
            return;
        }

        IsDisposed = true;
        foreach (var call in _activeCalls.Snapshot())
        {
            call.Dispose();
        }

        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    // By name and not by object: callers may make a Method object for every call.
    internal MethodInvocation GetMethod(IMethod method) =>
        _methods.TryGetValue(method.FullName, out var invocation)
            ? invocation
            : _methods.GetOrAdd(method.FullName, new MethodInvocation(Address, method, Settings));

    internal void OnStarted(ClientCall call)
    {
        _activeCalls.Add(call);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
    }

    internal void OnFinished(ClientCall call) => _activeCalls.Remove(call);

    // An HttpClient would read the whole response before it returns, unless told otherwise.
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _httpClient is null
            ? _http.SendAsync(request, cancellationToken)
            : _httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <inheritdoc />
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        // One connection carries 100 calls at a time with most servers: more calls need more connections.
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private sealed class CancellationPolicy : PooledObjectPolicy<CancellationTokenSource>
    {
        public override CancellationTokenSource Create() => new();

        public override bool Return(CancellationTokenSource obj) => obj.TryReset();
    }
}
