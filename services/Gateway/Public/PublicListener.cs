using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Platform.Gateway.Edge;

namespace Platform.Gateway.Public;

/// <summary>
/// Opens the public port beside the service port and marks its connections, so that a request's door is known by the
/// connection it came on and not by a port number or a header.
/// </summary>
internal sealed class PublicListener(IOptions<GatewayOptions> options, IOptions<EdgeOptions> edge) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>The longest path with query that is served, in characters.</summary>
    public const int MaxTargetLength = 8192;

    // Kestrel answers what is longer by itself, with the status alone; up to here the problem can be told.
    private const int MaxRequestLineSize = 64 * 1024;

    private static readonly Mark PublicMark = new();

    /// <summary>Whether the request came in by the public port.</summary>
    public static bool IsPublic(HttpContext context) => context.Features.Get<Mark>() is not null;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineSize;
        // RequestReader has the limit. When Kestrel enforces it the connection breaks while the client is still sending, and the client never reads why.
        kestrel.Limits.MaxRequestBodySize = null;
        SetLimits(kestrel.Limits, edge.Value.Limits);
        // The options are validated before they get here.
        _ = PublicAddress.TryParse(options.Value.PublicUrl, out var address, out var port);
        if (address is not null) kestrel.Listen(address, port, Configure);
        else if (port == 0) kestrel.Listen(System.Net.IPAddress.Loopback, port, Configure);
        else kestrel.ListenLocalhost(port, Configure);
    }

    // Kestrel has one set of limits for all its ports; the service port serves only the sidecar.
    private static void SetLimits(KestrelServerLimits kestrel, LimitOptions limits)
    {
        kestrel.MaxRequestHeaderCount = limits.MaxHeaderCount;
        kestrel.MaxRequestHeadersTotalSize = limits.MaxHeaderSize;
        kestrel.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.MinRequestBodyDataRate = new MinDataRate(limits.MinBodyRate, limits.BodyGracePeriod);
        kestrel.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.MaxConcurrentConnections = limits.MaxConnections;
    }

    private static void Configure(ListenOptions listen)
    {
        // HTTP/2 needs TLS to be negotiated; on cleartext Kestrel speaks one of the two. A proxy in front brings both.
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Features.Set(PublicMark);
            return next(connection);
        });
    }

    private sealed class Mark;
}
