using System.Net.Http.Headers;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Invocation;

/// <summary>
/// Headers of calls that change between HTTP and gRPC on their way. Binary metadata goes from gRPC to gRPC only.
/// </summary>
internal static class InvocationMetadata
{
    // What means something to the HTTP connection below a gRPC call goes on under another name, as with daprd.
    private const string ReservedPrefix = "dapr-";

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "accept", "accept-charset", "accept-encoding", "accept-language", "accept-ranges", "cache-control", "content-type", "cookie", "date", "expect",
        "from", "if-match", "if-modified-since", "if-none-match", "if-schedule-tag-match", "if-unmodified-since", "max-forwards", "origin", "pragma",
        "referer", "server", "user-agent", "via", "warning",
    };

    /// <summary>The metadata of a call as that of the next one.</summary>
    public static Metadata Forward(Metadata received)
    {
        var metadata = new Metadata();
        foreach (var entry in received.Where(entry => IsForwarded(entry.Key)))
        {
            metadata.Add(entry);
        }

        return metadata;
    }

    /// <summary>The headers of an HTTP request as the metadata of a gRPC call.</summary>
    public static Metadata FromHttp(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            Add(metadata, name, values);
        }

        return metadata;
    }

    /// <summary>The headers of an HTTP answer as those of a gRPC call, with its status among them.</summary>
    public static Metadata FromHttp(HttpResponseMessage response)
    {
        var metadata = new Metadata { { "dapr-http-status", ((int)response.StatusCode).ToString() } };
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            Add(metadata, name, values);
        }

        return metadata;
    }

    /// <summary>Adds the metadata of a gRPC call to the headers of an HTTP request.</summary>
    public static void AddTo(HttpRequestHeaders headers, Metadata received)
    {
        foreach (var entry in Forward(received).Where(entry => !entry.IsBinary && entry.Key is not "content-type"))
        {
            headers.TryAddWithoutValidation(entry.Key, entry.Value);
        }
    }

    /// <summary>Adds the headers of a gRPC answer to those of an HTTP answer.</summary>
    public static void AddTo(IHeaderDictionary headers, Metadata received)
    {
        foreach (var entry in Forward(received).Where(entry => !entry.IsBinary && !Reserved.Contains(entry.Key)))
        {
            headers.Append(entry.Key, entry.Value);
        }
    }

    private static void Add(Metadata metadata, string name, IEnumerable<string?> values)
    {
        if (name[0] == ':' || !IsForwarded(name) || name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        foreach (var value in values)
        {
            metadata.Add(Reserved.Contains(name) ? ReservedPrefix + name : name, value ?? "");
        }
    }

    private static bool IsForwarded(string name) =>
        !ForwardedHeaders.IsOneHop(name)
        && !name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("te", StringComparison.OrdinalIgnoreCase);
}
