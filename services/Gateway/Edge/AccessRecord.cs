using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.Gateway.Edge;

/// <summary>What the access log is told about a request while it is served. Only requests that get a line have one.</summary>
internal sealed class AccessRecord
{
    private const string RouteAttribute = "http.route";

    /// <summary>The template of the path, such as <c>/v1/links/{link}</c>; never the path itself, which may hold what is private.</summary>
    public string Route { get; private set; } = "-";

    /// <summary>Says which template a request was matched to: to the access log, and to the request's span and metric where there are any.</summary>
    public static void Matched(HttpContext context, string route)
    {
        var features = context.Features;
        if (features.Get<AccessRecord>() is { } record) record.Route = route;
        if (features.Get<IHttpMetricsTagsFeature>() is { } metric) metric.Tags.Add(new(RouteAttribute, route));
        if (features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span) Name(span, context.Request.Method, route);
    }

    // The path goes: a download link's path is a secret.
    private static void Name(Activity span, string method, string route)
    {
        span.DisplayName = $"{method} {route}";
        span.SetTag(RouteAttribute, route);
        span.SetTag("url.path", null);
    }
}
