using System.Collections.Frozen;

namespace LocalDapr.Http2.Hpack;

/// <summary>The fields that both sides know from the start (RFC 7541, appendix A). Their indices begin with 1.</summary>
internal static class StaticTable
{
    private static readonly (string Name, string Value)[] Fields =
    [
        (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"), (":scheme", "http"),
        (":scheme", "https"), (":status", "200"), (":status", "204"), (":status", "206"), (":status", "304"), (":status", "400"), (":status", "404"),
        (":status", "500"), ("accept-charset", ""), ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""),
        ("accept", ""), ("access-control-allow-origin", ""), ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""),
        ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""), ("content-length", ""), ("content-location", ""),
        ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""), ("expect", ""), ("expires", ""), ("from", ""),
        ("host", ""), ("if-match", ""), ("if-modified-since", ""), ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""),
        ("last-modified", ""), ("link", ""), ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""),
        ("range", ""), ("referer", ""), ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""), ("strict-transport-security", ""),
        ("transfer-encoding", ""), ("user-agent", ""), ("vary", ""), ("via", ""), ("www-authenticate", ""),
    ];

    private static readonly FrozenDictionary<string, int> Indices = Fields
        .Select((field, i) => KeyValuePair.Create(field.Name, i + 1))
        .DistinctBy(field => field.Key)
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The field of an index.</summary>
    /// <exception cref="HttpProtocolException">There is none: the peer counts on a dynamic table.</exception>
    public static (string Name, string Value) Get(int index) =>
        index >= 1 && index <= Fields.Length ? Fields[index - 1] : throw ErrorCode.CompressionError.With("a field refers to a table that there is not");

    /// <summary>The first index of a name, in any case; 0 if it has none.</summary>
    public static int IndexOf(string name) => Indices.GetValueOrDefault(name);
}
