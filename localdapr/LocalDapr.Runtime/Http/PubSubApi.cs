using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalDapr.Runtime.Http;

/// <summary>The publish API: <c>/v1.0/publish/{pubsub}/{topic}</c> and its bulk form.</summary>
internal static class PubSubApi
{
    /// <param name="routes">Gets the routes.</param>
    /// <param name="pubSubOf">Gives the pub/sub of the sidecar that got a request.</param>
    public static void MapPubSub(this IEndpointRouteBuilder routes, Func<HttpContext, AppPubSub> pubSubOf)
    {
        string[] methods = ["POST", "PUT"];
        foreach (var version in (ReadOnlySpan<string>)["v1.0", "v1.0-alpha1"])
            routes.MapMethods($"/{version}/publish/bulk/{{pubsub}}/{{**topic}}", methods, context => PublishBulkAsync(context, pubSubOf(context)));
        routes.MapMethods("/v1.0/publish/{pubsub}/{**topic}", methods, context => PublishAsync(context, pubSubOf(context)));
    }

    private static async Task PublishAsync(HttpContext context, AppPubSub pubSub)
    {
        var entry = new PublishEntry(await RequestBody.ReadAsync(context), context.Request.ContentType, MetadataOf(context));
        await PublishAsync(context, pubSub, [entry]);
    }

    private static async Task PublishBulkAsync(HttpContext context, AppPubSub pubSub)
    {
        var entries = BulkEntries.Parse(await RequestBody.ReadAsync(context), MetadataOf(context), out var problem);
        if (problem is not null)
            throw PubSubErrors.MalformedEntries(Route(context, "pubsub"), Route(context, "topic"), problem);
        await PublishAsync(context, pubSub, entries);
    }

    private static async Task PublishAsync(HttpContext context, AppPubSub pubSub, IReadOnlyList<PublishEntry> entries)
    {
        await pubSub.PublishAsync(
            Route(context, "pubsub"), Route(context, "topic"), entries, TraceContext.Of(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static string Route(HttpContext context, string name) => context.GetRouteValue(name) as string ?? "";

    /// <summary>The query parameters <c>metadata.*</c>.</summary>
    private static Dictionary<string, string> MetadataOf(HttpContext context)
    {
        const string Prefix = "metadata.";
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Request.Query.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
            metadata[name[Prefix.Length..]] = value.ToString();
        return metadata;
    }
}
