using System.Buffers.Text;
using Dapr;
using Dapr.Client;
using Grpc.Core;

namespace Platform.Blobs.Bindings;

/// <summary>Calls of a binding.</summary>
internal sealed class BindingCalls(DaprClient dapr, string bindingName)
{
    // The bindings API has no status for what is not there; these are the words of the bindings and of S3.
    private static readonly string[] MissingWords = ["not found", "NoSuchKey", "no such file", "does not exist"];

    /// <summary>Calls an operation.</summary>
    /// <returns>What it answers; null where the object is missing.</returns>
    /// <exception cref="DaprException">It failed.</exception>
    public async Task<ReadOnlyMemory<byte>?> InvokeAsync(
        string operation, ReadOnlyMemory<byte> data, CancellationToken cancellationToken, params (string Name, string Value)[] metadata)
    {
        var request = new BindingRequest(bindingName, operation) { Data = data };
        foreach (var (name, value) in metadata)
        {
            request.Metadata[name] = value;
        }

        try
        {
            return (await dapr.InvokeBindingAsync(request, cancellationToken)).Data;
        }
        catch (DaprException failure) when (failure.InnerException is RpcException call && IsMissing(call.Status.Detail))
        {
            return null;
        }
    }

    /// <summary>Content as Base64, which is the one form that every binding hands on as it was: other text may be unquoted or decoded.</summary>
    public static ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> content)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(content.Length)];
        Base64.EncodeToUtf8(content.Span, text, out _, out var length);
        return text.AsMemory(0, length);
    }

    private static bool IsMissing(string detail) =>
        Array.Exists(MissingWords, words => detail.Contains(words, StringComparison.OrdinalIgnoreCase));
}
