using System.Collections.Frozen;
using System.Net.Http.Headers;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Copies headers between the two halves of a forwarded call.</summary>
internal static class ForwardedHeaders
{
    public const string AppId = "dapr-app-id";
    public const string Token = "dapr-api-token";

    private const string Caller = "dapr-caller-app-id";
    private const string Callee = "dapr-callee-app-id";

    // Headers of one hop (RFC 9110 section 7.6.1), what names or proves the hop itself, and what the client sets anew.
    private static readonly FrozenSet<string> OneHop = FrozenSet.ToFrozenSet(
        [
            "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "transfer-encoding", "trailer", "upgrade",
            "http2-settings", "host", AppId, Token, Caller, Callee,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a header is of one hop and not forwarded.</summary>
    public static bool IsOneHop(string name) => OneHop.Contains(name);

    /// <summary>Says who calls whom.</summary>
    public static void AddParties(Metadata metadata, string caller, string callee)
    {
        metadata.Add(Caller, caller);
        metadata.Add(Callee, callee);
    }

    /// <inheritdoc cref="AddParties(Metadata, string, string)" />
    public static void AddParties(HttpRequestHeaders headers, string caller, string callee)
    {
        headers.TryAddWithoutValidation(Caller, caller);
        headers.TryAddWithoutValidation(Callee, callee);
    }

    /// <summary>Copies the headers of a call on its way to the app, and says who calls whom.</summary>
    public static void CopyRequest(HttpContext context, HttpRequestMessage request, string caller, string callee)
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name[0] == ':' || OneHop.Contains(name))
            {
                continue;
            }

            if (!TryAdd(request.Headers, name, values) && request.Content is { } content)
            {
                TryAdd(content.Headers, name, values);
            }
        }

        AddParties(request.Headers, caller, callee);
    }

    /// <summary>Copies the headers of the app's answer.</summary>
    public static void CopyResponse(HttpResponseMessage response, IHeaderDictionary headers)
    {
        Copy(response.Headers, headers);
        Copy(response.Content.Headers, headers);
    }

    private static bool TryAdd(HttpHeaders headers, string name, in StringValues values) => values.Count == 1
        ? headers.TryAddWithoutValidation(name, values.ToString())
        : headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);

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
