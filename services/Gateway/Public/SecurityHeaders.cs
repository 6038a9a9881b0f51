namespace Platform.Gateway.Public;

/// <summary>Headers that keep browsers from taking an API's answers for pages.</summary>
internal static class SecurityHeaders
{
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    // Swagger UI styles its elements inline and shows its icons as data URLs.
    private const string PagePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(PublicPages.DocsPath, StringComparison.OrdinalIgnoreCase) ? PagePolicy : ApiPolicy;
        return next(context);
    }
}
