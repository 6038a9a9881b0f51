using Microsoft.AspNetCore.Http.Features;

namespace Platform.Gateway.Transcoding;

internal static class RequestTarget
{
    /// <summary>The length of what was asked for, path and query, as it was sent.</summary>
    public static int LengthOf(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length;

    /// <summary>
    /// The path as it was sent, without the query. Request.Path is decoded already, which loses the difference between a slash
    /// and %2F. Empty where the target has no path.
    /// </summary>
    public static ReadOnlySpan<char> RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        if (target.IndexOf('?') is >= 0 and var query) target = target[..query];
        if (target.StartsWith("/")) return target;
        // The absolute form that clients send to proxies (RFC 9112 section 3.2.2).
        var authority = target.IndexOf("://");
        if (authority < 0) return [];
        target = target[(authority + 3)..];
        return target.IndexOf('/') is >= 0 and var path ? target[path..] : "/";
    }
}
