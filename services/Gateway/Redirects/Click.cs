using System.Net;

namespace Platform.Gateway.Redirects;

/// <summary>What the redirect saw, as references to what the request held already. Made sense of off the request path.</summary>
internal readonly record struct Click(
    string Code,
    DateTimeOffset Time,
    IPAddress? Address,
    string? ForwardedAddress,
    string? UserAgent,
    string? Referrer,
    string? Country);
