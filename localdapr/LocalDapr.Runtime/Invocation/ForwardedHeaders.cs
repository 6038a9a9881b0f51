using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Copies headers between the two halves of a forwarded call.</summary>
internal static class ForwardedHeaders
{
    public const string AppId = "dapr-app-id";
    public const string Token = "dapr-api-token";

    // Headers of one hop (RFC 9110 section 7.6.1), what names or proves the hop itself, and what the client sets anew.
    private static readonly HashSet<string> OneHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host", AppId, Token,
    };

    /// <summary>Copies the headers of a call on its way to the app, and says who calls whom.</summary>
    public static void CopyRequest(HttpContext context, HttpRequestMessage request, string caller, string callee)
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name[0] == ':' || OneHop.Contains(name))
            {
                continue;
            }

            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        request.Headers.TryAddWithoutValidation("dapr-caller-app-id", caller);
        request.Headers.TryAddWithoutValidation("dapr-callee-app-id", callee);
    }

    /// <summary>Copies the headers of the app's answer.</summary>
    public static void CopyResponse(HttpResponseMessage response, IHeaderDictionary headers)
    {
        Copy(response.Headers, headers);
        Copy(response.Content.Headers, headers);
    }

    private static void Copy(HttpHeaders source, IHeaderDictionary destination)
    {
        foreach (var (name, values) in source.NonValidated)
        {
            if (!OneHop.Contains(name))
            {
                destination[name] = values.Count == 1 ? values.ToString() : values.ToArray();
            }
        }
    }
}
