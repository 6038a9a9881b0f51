using System.Buffers;
using System.Collections.Frozen;
using System.Net.Http.Headers;
using LocalDapr.Http2.Hpack;

namespace LocalDapr.Http2;

/// <summary>The header fields of a request (RFC 9113, section 8.3.1).</summary>
internal static class RequestHeaders
{
    private const int Get = 2;
    private const int Post = 3;
    private const int Http = 6;

    // Fields of one connection (section 8.2.2), and what goes elsewhere.
    private static readonly FrozenSet<string> Left = FrozenSet.ToFrozenSet(
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "expect", "host"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes them as a block.</summary>
    public static void Write(IBufferWriter<byte> block, HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        HeaderWriter.WriteNoTable(block);
        if (request.Method == HttpMethod.Post)
            HeaderWriter.Write(block, Post);
        else if (request.Method == HttpMethod.Get)
            HeaderWriter.Write(block, Get);
        else
            HeaderWriter.Write(block, ":method", request.Method.Method);
        HeaderWriter.Write(block, Http);
        HeaderWriter.Write(block, ":path", uri.PathAndQuery);
        HeaderWriter.Write(block, ":authority", request.Headers.Host ?? uri.Authority);
        Write(block, request.Headers);
        if (request.Content is { } content)
        {
            // Looked at, it becomes a field.
            _ = content.Headers.ContentLength;
            Write(block, content.Headers);
        }
    }

    private static void Write(IBufferWriter<byte> block, HttpHeaders headers)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (Left.Contains(name))
                continue;
            if (values.Count > 1 && name.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                // Its parts are one value.
                HeaderWriter.Write(block, name, values.ToString());
                continue;
            }

            foreach (var value in values)
            {
                if (!name.Equals("te", StringComparison.OrdinalIgnoreCase) || value == "trailers")
                    HeaderWriter.Write(block, name, value);
            }
        }
    }
}
