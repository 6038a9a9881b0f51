using System.Buffers;
using System.Text.Json;
using LocalDapr.Runtime.Errors;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Http;

/// <summary>Reads whole request bodies; the server bounds their size.</summary>
internal static class RequestBody
{
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <exception cref="DaprException">The body is no JSON.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw DaprError.MalformedRequest(exception.Message).ToException();
        }
    }
}
