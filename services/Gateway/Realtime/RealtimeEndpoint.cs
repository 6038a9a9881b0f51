using System.Net.WebSockets;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Platform.Gateway.Access;
using Platform.Gateway.Edge;
using Platform.Gateway.Problems;

namespace Platform.Gateway.Realtime;

/// <summary><c>/v1/realtime</c>: takes WebSockets in.</summary>
internal sealed class RealtimeEndpoint(RealtimeHub hub, RealtimeBus bus, IOptions<EdgeOptions> edge, IOptions<RealtimeOptions> options)
{
    public const string Path = "/v1/realtime";

    /// <summary>Browsers can set no header, so they bring the access token as a subprotocol with this before it.</summary>
    public const string TokenProtocolPrefix = "access_token.";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Adds the endpoint to the public door.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var endpoint = app.ApplicationServices.GetRequiredService<RealtimeEndpoint>();
        app.UseWhen(context => context.Request.Path.Value == Path, branch => branch.UseWebSockets().Run(endpoint.InvokeAsync));
    }

    private async Task InvokeAsync(HttpContext context)
    {
        AccessRecord.Matched(context, Path);
        Check(context);
        // The hub bounds what may wait for a slow client; the server's own bound would break the connection before the client is told why.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = offered.Contains(ServerMessage.Protocol) ? ServerMessage.Protocol : null,
            KeepAliveInterval = options.Value.HeartbeatInterval,
            KeepAliveTimeout = options.Value.HeartbeatTimeout,
        });
        var caller = context.Features.Get<ICallerFeature>() is { IsAnonymous: false } known ? known : null;
        var token = offered.FirstOrDefault(each => each.StartsWith(TokenProtocolPrefix, StringComparison.Ordinal))?[TokenProtocolPrefix.Length..];
        // A request lives as long as its socket, and most of it is its headers, with the token among them.
        context.Request.Headers.Clear();
        try
        {
            await hub.ServeAsync(socket, caller, token);
        }
        finally
        {
            // A socket that failed has ended itself. To dispose of it would reset the connection, and the frame that says why would be lost.
            if (socket.State != WebSocketState.Aborted) socket.Dispose();
        }
    }

    private void Check(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            throw Refused(StatusCode.FailedPrecondition, StatusCodes.Status426UpgradeRequired, "WEBSOCKET_REQUIRED", "This takes WebSockets only.");
        }
        if (!IsAllowedOrigin(context.Request))
        {
            throw Refused(StatusCode.PermissionDenied, StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED", "Pages of this origin may not connect.");
        }
        if (!hub.IsOpen || !bus.IsReady)
        {
            var problem = Problem.Local(
                StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable, "REALTIME_UNAVAILABLE", "No sockets are taken at the moment.");
            throw new ProblemException(problem with { RetryAfter = RetryDelay });
        }
    }

    // Browsers ask nobody before they open a WebSocket to another origin, so the server has to look.
    private bool IsAllowedOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is not [{ } origin]) return request.Headers.Origin.Count == 0;
        return edge.Value.Cors.Origins.Contains(CrossOriginOptions.AnyOrigin)
            || edge.Value.Cors.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static ProblemException Refused(StatusCode code, int status, string reason, string detail) => new(Problem.Local(code, status, reason, detail));
}
