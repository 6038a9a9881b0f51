using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalDapr.Runtime.Http;

/// <summary>Paths as their callers escaped them: a decoded path no longer tells an escaped slash from the text <c>%2F</c>.</summary>
internal static class RequestPath
{
    /// <summary>What follows the first segments and their slash, escaped, without the query.</summary>
    public static string Behind(HttpContext context, int segments)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var path = target.IndexOf('?') is >= 0 and var end ? target[..end] : target;
        // An absolute request line (RFC 9112 section 3.2.2) has http://{host} in front.
        for (var slashes = segments + (path.StartsWith('/') ? 1 : 3); slashes > 0; slashes--)
        {
            var slash = path.IndexOf('/');
            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return path.ToString();
    }

    /// <summary>One segment, unescaped once: a route value keeps an escaped slash, and so cannot be unescaped.</summary>
    public static string Segment(HttpContext context, int index)
    {
        var rest = Behind(context, index);
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return Uri.UnescapeDataString(slash < 0 ? rest : rest[..slash]);
    }
}
