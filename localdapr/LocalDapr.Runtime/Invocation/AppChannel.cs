using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Sends requests to one app's port, in the version of HTTP that the app speaks.</summary>
internal sealed class AppChannel : IDisposable
{
    private const string TokenHeader = "dapr-api-token";

    private readonly AppOptions _app;
    private readonly string? _appToken;
    private readonly HttpMessageInvoker _http = new(NewHandler());
    private readonly Lazy<GrpcChannel> _grpc;

    public AppChannel(AppOptions app, IPAddress address, string? appToken)
    {
        (_app, _appToken) = (app, appToken);
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

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        UseCookies = false,
        UseProxy = false,
        // Trace context is forwarded as it came.
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    };
}
