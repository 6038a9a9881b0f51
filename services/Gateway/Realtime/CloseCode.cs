using System.Net.WebSockets;

namespace Platform.Gateway.Realtime;

/// <summary>Why the server closes a socket: codes of RFC 6455, section 7.4.1, of the IANA registry, and 44xx as HTTP has them.</summary>
internal static class CloseCode
{
    public const WebSocketCloseStatus Normal = WebSocketCloseStatus.NormalClosure;

    /// <summary>This replica ends. Connect again.</summary>
    public const WebSocketCloseStatus GoingAway = WebSocketCloseStatus.EndpointUnavailable;

    /// <summary>A binary message.</summary>
    public const WebSocketCloseStatus Unsupported = WebSocketCloseStatus.InvalidMessageType;

    /// <summary>Too many messages that are none of the protocol.</summary>
    public const WebSocketCloseStatus PolicyViolation = WebSocketCloseStatus.PolicyViolation;

    public const WebSocketCloseStatus TooBig = WebSocketCloseStatus.MessageTooBig;

    /// <summary>The client reads too slowly. Connect again and resume.</summary>
    public const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;

    /// <summary>No token in time, a token that is not valid, or one that has expired.</summary>
    public const WebSocketCloseStatus Unauthenticated = (WebSocketCloseStatus)4401;

    /// <summary>The user has too many sockets.</summary>
    public const WebSocketCloseStatus TooManySockets = (WebSocketCloseStatus)4429;
}
