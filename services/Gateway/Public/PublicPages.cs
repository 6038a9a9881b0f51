using System.Net.Mime;
using System.Text;
using Dapr.Client;
using Platform.Gateway.Edge;
using Platform.Gateway.OpenApi;

namespace Platform.Gateway.Public;

/// <summary>What the gateway serves by itself: its health, the OpenAPI document and a page to browse it.</summary>
internal sealed class PublicPages(OpenApiDocument openApi, DaprClient dapr, Draining draining)
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
                AccessRecord.Matched(context, OpenApiPath);
                return WriteJsonAsync(context, openApi.Json);
            case HealthPath:
                AccessRecord.Matched(context, HealthPath);
                return HealthAsync(context);
            default:
                return next(context);
        }
    }

    private async Task HealthAsync(HttpContext context)
    {
        var (status, json) = draining.HasBegun ? (StatusCodes.Status503ServiceUnavailable, """{"status":"draining"}""")
            : await SidecarAnswersAsync(context.RequestAborted) ? (StatusCodes.Status200OK, """{"status":"ok","sidecar":"ok"}""")
            : (StatusCodes.Status503ServiceUnavailable, """{"status":"failed","sidecar":"failed"}""");
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        await WriteJsonAsync(context, Encoding.UTF8.GetBytes(json));
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
