using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dapr.AspNetCore;

/// <summary>Replaces a CloudEvent in the structured JSON format by its data for the rest of the pipeline.</summary>
internal sealed class CloudEventsMiddleware(RequestDelegate next, CloudEventsMiddlewareOptions options)
{
    private const string MediaType = "application/cloudevents+json";

    /// <summary>Not headers: what the unwrapped request says itself, and what tracing and routing know already.</summary>
    private static readonly string[] NeverForwarded = ["datacontenttype", "data", "data_base64", "pubsubname", "traceparent"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var mediaType)
            || !mediaType.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        using var document = await ParseAsync(context.Request, mediaType.Encoding);
        if (document is null || CloudEventPayload.From(document.RootElement, options) is not { } payload)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        ForwardAttributes(context.Request, document.RootElement);
        await InvokeWithAsync(payload, context);
    }

    private async Task InvokeWithAsync(CloudEventPayload payload, HttpContext context)
    {
        var request = context.Request;
        var (body, contentType, contentLength) = (request.Body, request.ContentType, request.ContentLength);
        request.Body = new MemoryStream(payload.Body, writable: false);
        request.ContentType = payload.ContentType;
        request.ContentLength = payload.Body.Length;
        try
        {
            await next(context);
        }
        finally
        {
            (request.Body, request.ContentType, request.ContentLength) = (body, contentType, contentLength);
        }
    }

    private static async Task<JsonDocument?> ParseAsync(HttpRequest request, Encoding? encoding)
    {
        var aborted = request.HttpContext.RequestAborted;
        try
        {
            if (encoding is null || encoding.Equals(Encoding.UTF8))
            {
                return await JsonDocument.ParseAsync(request.Body, cancellationToken: aborted);
            }

            using var reader = new StreamReader(request.Body, encoding, leaveOpen: true);
            return JsonDocument.Parse(await reader.ReadToEndAsync(aborted));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void ForwardAttributes(HttpRequest request, JsonElement cloudEvent)
    {
        if (!options.ForwardCloudEventPropertiesAsHeaders)
        {
            return;
        }

        foreach (var attribute in cloudEvent.EnumerateObject().Where(attribute => IsForwarded(attribute.Name)))
        {
            request.Headers.TryAdd($"Cloudevent.{attribute.Name.ToLowerInvariant()}", attribute.Value.ToString());
        }
    }

    private bool IsForwarded(string attribute)
    {
        if (NeverForwarded.Contains(attribute, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        return options.IncludedCloudEventPropertiesAsHeaders?.Contains(attribute, StringComparer.OrdinalIgnoreCase)
            ?? options.ExcludedCloudEventPropertiesFromHeaders?.Contains(attribute, StringComparer.OrdinalIgnoreCase) is not true;
    }
}
