using System.Text.Json;

namespace LocalDapr.Runtime.Bindings.Outputs;

/// <summary>What Dapr's bindings do to the data they get.</summary>
internal static class BindingData
{
    /// <summary>Text comes as a JSON string over HTTP and as it is over gRPC: both become the text.</summary>
    public static ReadOnlyMemory<byte> Unquote(ReadOnlyMemory<byte> data)
    {
        if (data.Length < 2 || data.Span[0] != '"' || data.Span[^1] != '"')
            return data;
        try
        {
            return System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(data.Span)!);
        }
        catch (JsonException)
        {
            return data;
        }
    }

    /// <summary>Decodes what is valid Base64 (line breaks allowed), and leaves everything else.</summary>
    public static ReadOnlyMemory<byte> DecodeBase64(ReadOnlyMemory<byte> data)
    {
        // The decoder also skips blanks, which Dapr's does not.
        if (data.Span.ContainsAny(" \t"u8))
            return data;
        var decoded = new byte[System.Buffers.Text.Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        var status = System.Buffers.Text.Base64.DecodeFromUtf8(data.Span, decoded, out _, out var written);
        return status == System.Buffers.OperationStatus.Done ? decoded.AsMemory(0, written) : data;
    }
}
