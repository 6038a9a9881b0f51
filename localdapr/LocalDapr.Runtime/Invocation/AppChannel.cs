using System.Net;
using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Sends requests to one app's port, in the version of HTTP that the app speaks.</summary>
internal sealed class AppChannel(AppOptions app, IPAddress address, string? appToken) : IDisposable
{
    private const string TokenHeader = "dapr-api-token";

    private readonly HttpMessageInvoker _http = new(NewHandler());

    public Uri Address { get; } = new UriBuilder(Uri.UriSchemeHttp, address.ToString(), app.AppPort).Uri;

    public AppProtocol Protocol => app.Protocol;

    /// <summary>Whether the app listens at all.</summary>
    public bool HasPort => app.AppPort != 0;

    /// <summary>Sends a request; its URI is relative to the app.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var http2 = app.Protocol != AppProtocol.Http;
        request.Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (appToken is not null)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, appToken);
        }

        return _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

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
