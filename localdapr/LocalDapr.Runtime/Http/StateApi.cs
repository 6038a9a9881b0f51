using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalDapr.Runtime.Http;

/// <summary>
/// The state API over HTTP: <c>/v1.0/state/{store}</c>. Plain request delegates, and values written straight into the
/// connection's pipe: a read is the hottest path of the runtime.
/// </summary>
internal static class StateApi
{
    private const string Prefix = "/v1.0/state/";
    private const string MetadataPrefix = "metadata.";
    private static readonly string[] Writing = [HttpMethods.Post, HttpMethods.Put];

    public static void MapStateApi(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Prefix + "{store}", Writing, SaveAsync);
        routes.MapMethods(Prefix + "{store}/bulk", Writing, GetBulkAsync);
        routes.MapMethods(Prefix + "{store}/transaction", Writing, TransactAsync);
        routes.MapMethods(Prefix + "{store}/{**key}", [HttpMethods.Get], GetAsync);
        routes.MapMethods(Prefix + "{store}/{**key}", [HttpMethods.Delete], DeleteAsync);
        routes.MapMethods("/v1.0-alpha1/state/{store}/query", Writing, Query);
    }

    private static async Task GetAsync(HttpContext context)
    {
        var store = Store(context);
        if (!store.TryGet(Key(context), out var entry))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = entry.Value.Length;
        response.Headers.ETag = StateStore.ETagOf(entry);
        if (StateStore.ExpiryOf(entry) is { } expiry)
            response.Headers[MetadataPrefix + StateStore.ExpiryMetadata] = expiry;
        await response.BodyWriter.WriteAsync(entry.Value, context.RequestAborted);
    }

    private static async Task SaveAsync(HttpContext context)
    {
        var store = Store(context);
        using var body = await RequestBody.ReadJsonAsync(context);
        await store.SaveAsync(StateJson.ReadSaves(body.RootElement, Metadata(context)), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task DeleteAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var write = new StateWrite
        {
            Key = Key(context),
            ETag = context.Request.Headers.IfMatch,
            Concurrency = StateJson.ReadConcurrency(query["concurrency"]),
            Metadata = Metadata(context),
        };
        await Store(context).DeleteAsync(write, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task GetBulkAsync(HttpContext context)
    {
        var store = Store(context);
        using var body = await RequestBody.ReadJsonAsync(context);
        var keys = StateJson.ReadKeys(body.RootElement);
        context.Response.ContentType = "application/json";
        StateJson.WriteBulk(context.Response.BodyWriter, keys, store);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task TransactAsync(HttpContext context)
    {
        var store = Store(context);
        using var body = await RequestBody.ReadJsonAsync(context);
        await store.TransactAsync(StateJson.ReadOperations(body.RootElement, Metadata(context)), () => TraceContext.Of(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task Query(HttpContext context)
    {
        _ = Store(context);
        throw StateErrors.QueryUnsupported.ToException();
    }

    private static StateStore Store(HttpContext context) =>
        context.GetSidecar().State.Get((string)context.Request.RouteValues["store"]!);

    // Behind /v1.0/state/{store}/.
    private static string Key(HttpContext context) => Uri.UnescapeDataString(RequestPath.Behind(context, segments: 3));

    private static Dictionary<string, string> Metadata(HttpContext context)
    {
        var metadata = new Dictionary<string, string>();
        if (!context.Request.QueryString.HasValue)
            return metadata;
        foreach (var (name, value) in context.Request.Query)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.Ordinal))
                metadata[name[MetadataPrefix.Length..]] = value.ToString();
        }

        return metadata;
    }
}
