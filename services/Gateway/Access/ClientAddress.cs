using System.Net;

namespace Platform.Gateway.Access;

/// <summary>Where a request comes from.</summary>
internal static class ClientAddress
{
    /// <summary>The client's address; null where it is not known.</summary>
    /// <param name="context">The request.</param>
    /// <param name="header">The header that the proxy in front overwrites with it; empty without such a proxy.</param>
    public static IPAddress? Of(HttpContext context, string header)
    {
        var address = header.Length == 0 ? context.Connection.RemoteIpAddress
            : IPAddress.TryParse(context.Request.Headers[header], out var told) ? told
            : null;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }
}
