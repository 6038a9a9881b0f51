using System.Text.Json;
using LocalDapr.Runtime.Bindings;
using LocalDapr.Runtime.Bindings.Outputs;
using LocalDapr.Runtime.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalDapr.Runtime.Http;

/// <summary>The output binding API: <c>/v1.0/bindings/{name}</c>.</summary>
internal static class BindingsApi
{
    /// <param name="routes">Gets the routes.</param>
    /// <param name="bindingsOf">Gives the bindings of the sidecar that got a request.</param>
    public static void MapBindings(this IEndpointRouteBuilder routes, Func<HttpContext, OutputBindings> bindingsOf) =>
        routes.MapMethods("/v1.0/bindings/{name}", ["POST", "PUT"], (HttpContext context, string name) => InvokeAsync(context, name, bindingsOf(context)));

    private static async Task InvokeAsync(HttpContext context, string name, OutputBindings bindings)
    {
        var response = await bindings.InvokeAsync(name, await ReadAsync(context), context.RequestAborted);
        foreach (var (key, value) in response.Metadata ?? new Dictionary<string, string>())
            context.Response.Headers[$"metadata.{key}"] = value;
        if (response.Data is not { } data)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = data.Length;
        await context.Response.BodyWriter.WriteAsync(data, context.RequestAborted);
    }

    private static async Task<BindingRequest> ReadAsync(HttpContext context)
    {
        try
        {
            var json = await JsonSerializer.DeserializeAsync<JsonRequest>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted)
                ?? throw new JsonException("a JSON object is expected");
            var data = json.Data.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? [] : System.Text.Encoding.UTF8.GetBytes(json.Data.GetRawText());
            return new BindingRequest(json.Operation ?? "", data, json.Metadata ?? []);
        }
        catch (JsonException exception)
        {
            throw DaprError.MalformedRequest(exception.Message).ToException();
        }
    }

    private sealed record JsonRequest(string? Operation, JsonElement Data, Dictionary<string, string>? Metadata);
}
