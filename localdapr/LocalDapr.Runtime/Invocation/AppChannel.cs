using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Http2;
using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Sends requests to one app's port, in the version of HTTP that the app speaks.</summary>
internal sealed class AppChannel : IDisposable
{
    private const string TokenHeader = "dapr-api-token";
    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(5);

    // As many as are told apart elsewhere: a caller may make up names.
    private const int MaxMethods = 1000;

    private readonly ConcurrentDictionary<string, Uri> _methods = new();
    private readonly AppOptions _app;
    private readonly string? _appToken;
    private readonly HttpMessageInvoker _http;
    private readonly Lazy<GrpcChannel> _grpc;

    /// <param name="app">The app.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="appToken">What it is told with each request; null for nothing.</param>
    /// <param name="connectTimeout">How long it may take to be connected to; null for 5 s.</param>
    public AppChannel(AppOptions app, IPAddress address, string? appToken, TimeSpan? connectTimeout = null)
    {
        (_app, _appToken) = (app, appToken);
        _http = new HttpMessageInvoker(NewHandler(app, address, connectTimeout ?? DefaultConnectTimeout));
        Address = new UriBuilder(Uri.UriSchemeHttp, address.ToString(), app.AppPort).Uri;
        _grpc = new Lazy<GrpcChannel>(() => GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            HttpHandler = new AppChannelHandler(this),
            MaxReceiveMessageSize = app.MaxBodyBytes,
        }));
    }

    /// <summary>The app's address, without a path.</summary>
    public Uri Address { get; }

    public AppProtocol Protocol => _app.Protocol;

    /// <summary>Whether the app listens at all.</summary>
    public bool HasPort => _app.AppPort != 0;

    /// <summary>Calls by gRPC, for apps that speak it.</summary>
    public CallInvoker Calls => _grpc.Value.CreateCallInvoker();

    /// <summary>The address of a path at the app.</summary>
    /// <param name="pathAndQuery">Begins with a slash; a second one is part of the path and not the begin of another host's name.</param>
    public Uri AddressOf(string pathAndQuery) => new(Address.GetLeftPart(UriPartial.Authority) + pathAndQuery);

    /// <summary>The address of a gRPC method, which is made once: an app has few, and each is called often.</summary>
    public Uri AddressOf(PathString method)
    {
        if (_methods.TryGetValue(method.Value!, out var known))
            return known;
        var address = AddressOf(method.ToUriComponent());
        return _methods.Count < MaxMethods ? _methods.GetOrAdd(method.Value!, address) : address;
    }

    /// <summary>Sends a request; its URI is relative to the app.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var http2 = _app.Protocol != AppProtocol.Http;
        request.Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (_appToken is not null)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, _appToken);
        }

        return _http.SendAsync(request, cancellationToken);
    }

    public void Dispose()
    {
        if (_grpc.IsValueCreated)
        {
            _grpc.Value.Dispose();
        }

        _http.Dispose();
    }

    private static HttpMessageHandler NewHandler(AppOptions app, IPAddress address, TimeSpan connectTimeout) => app.Protocol == AppProtocol.Http
        ? NewHttp1Handler(connectTimeout)
        : new Http2Handler(new IPEndPoint(address, app.AppPort), new Http2HandlerOptions { ConnectTimeout = connectTimeout });

    private static SocketsHttpHandler NewHttp1Handler(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        // Trace context is forwarded as it came.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, connectTimeout, cancellationToken),
    };

    // The handler's own timeout looks as if the caller had left; this one is a failure to connect as others are.
    private static async ValueTask<Stream> ConnectAsync(EndPoint app, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await socket.ConnectAsync(app, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new SocketException((int)SocketError.TimedOut);
            throw;
        }
    }
}
