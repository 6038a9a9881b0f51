using Platform.Gateway.Transcoding.Templates;

namespace Platform.Gateway.Edge;

/// <summary>What the access log is told about a request while it is served. Only requests that get a line have one.</summary>
internal sealed class AccessRecord
{
    /// <summary>The template of the path, such as <c>/v1/links/{link}</c>; never the path itself, which may hold what is private.</summary>
    public string Route { get; private set; } = "-";

    /// <summary>Says which template a request was matched to.</summary>
    public static void Matched(HttpContext context, string route)
    {
        if (context.Features.Get<AccessRecord>() is { } record) record.Route = route;
    }

    /// <inheritdoc cref="Matched(HttpContext, string)" />
    public static void Matched(HttpContext context, PathTemplate route)
    {
        if (context.Features.Get<AccessRecord>() is { } record) record.Route = route.ToString();
    }
}
