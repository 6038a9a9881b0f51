using System.Net.Mime;
using Dapr.Client;
using Platform.Gateway.OpenApi;

namespace Platform.Gateway.Public;

/// <summary>What the gateway serves by itself: its health, the OpenAPI document and a page to browse it.</summary>
internal sealed class PublicPages(OpenApiDocument openApi, DaprClient dapr)
{
    public const string DocsPath = "/docs";
    public const string OpenApiPath = "/openapi.json";
    public const string HealthPath = "/healthz";

    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(2);

    public void Use(IApplicationBuilder app)
    {
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = DocsPath[1..];
            ui.DocumentTitle = OpenApiDocument.Title;
            ui.SwaggerEndpoint(OpenApiPath, OpenApiDocument.Title);
        });
        app.Use(InvokeAsync);
    }

    private Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) return next(context);
        switch (context.Request.Path.Value)
        {
            case "/":
                context.Response.Redirect(DocsPath + "/index.html");
                return Task.CompletedTask;
            case OpenApiPath:
                return WriteJsonAsync(context, openApi.Json);
            case HealthPath:
                return HealthAsync(context);
            default:
                return next(context);
        }
    }

    private async Task HealthAsync(HttpContext context)
    {
        var isReachable = await SidecarAnswersAsync(context.RequestAborted);
        context.Response.StatusCode = isReachable ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        await WriteJsonAsync(context, isReachable ? """{"status":"ok","sidecar":"ok"}"""u8.ToArray() : """{"status":"failed","sidecar":"failed"}"""u8.ToArray());
    }

    private async Task<bool> SidecarAnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HealthTimeout);
        try
        {
            return await dapr.CheckHealthAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task WriteJsonAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
