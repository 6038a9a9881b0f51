using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using LocalDapr.Http2.Hpack;

namespace LocalDapr.Http2;

/// <summary>The header fields of an answer (RFC 9113, sections 8.2 and 8.3.2).</summary>
internal static class ResponseHeaders
{
    private const string Status = ":status";

    // What a field takes besides its name and value (section 6.5.2).
    private const int FieldOverhead = 32;

    private static readonly FrozenSet<string> OfOneConnection =
        FrozenSet.ToFrozenSet(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"]);

    /// <summary>Reads the beginning of an answer.</summary>
    /// <exception cref="HttpProtocolException">The block is broken, malformed or too long.</exception>
    public static HttpResponseMessage Read(ReadOnlySpan<byte> block, HttpContent content, HttpRequestMessage request, int maxBytes)
    {
        var reader = new HeaderReader(block);
        if (!reader.TryRead(out var name, out var value) || name != Status
            || value.Length != 3 || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status < 100)
        {
            throw ErrorCode.ProtocolError.With("an answer begins without a status");
        }

        var response = new HttpResponseMessage((HttpStatusCode)status) { Version = HttpVersion.Version20, Content = content, RequestMessage = request };
        ReadFields(ref reader, response.Headers, content.Headers, maxBytes);
        return response;
    }

    /// <summary>Reads the trailers of an answer.</summary>
    /// <exception cref="HttpProtocolException">The block is broken, malformed or too long.</exception>
    public static void ReadTrailers(ReadOnlySpan<byte> block, HttpResponseMessage response, int maxBytes)
    {
        var reader = new HeaderReader(block);
        ReadFields(ref reader, response.TrailingHeaders, others: null, maxBytes);
    }

    private static void ReadFields(ref HeaderReader reader, HttpHeaders headers, HttpHeaders? others, int maxBytes)
    {
        while (reader.TryRead(out var name, out var value))
        {
            if ((maxBytes -= FieldOverhead + name.Length + value.Length) < 0)
                throw ErrorCode.ProtocolError.With("the header fields are too many");
            if (name.StartsWith(':') || name.AsSpan().ContainsAnyInRange('A', 'Z') || OfOneConnection.Contains(name) || value.AsSpan().ContainsAny('\0', '\r', '\n'))
                throw ErrorCode.ProtocolError.With("a field must not be there");
            // Those of the body have a place of their own; as trailers they have none.
            if (!headers.TryAddWithoutValidation(name, value) && others?.TryAddWithoutValidation(name, value) == false)
                throw ErrorCode.ProtocolError.With("a field has no name");
        }
    }
}
