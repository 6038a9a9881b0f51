using LocalDapr.Http2.Hpack;

namespace LocalDapr.Http2.Tests.Hpack;

/// <summary>Blocks as lists of fields.</summary>
internal static class Fields
{
    public static List<(string Name, string Value)> Read(ReadOnlySpan<byte> block)
    {
        var fields = new List<(string, string)>();
        var reader = new HeaderReader(block);
        while (reader.TryRead(out var name, out var value))
            fields.Add((name, value));
        return fields;
    }
}
