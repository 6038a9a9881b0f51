using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.Gateway.Idempotency;

namespace Platform.Gateway.Edge;

/// <summary>Cross-origin requests of browsers: preflights are answered, other answers say which origin may read them.</summary>
internal static class Cors
{
    private static readonly string[] DefaultHeaders =
        ["Authorization", "Content-Type", IdempotencyKey.HeaderName, "X-Api-Key", RequestIds.HeaderName, "traceparent", "tracestate"];

    private static readonly string[] DefaultMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    // What scripts may read of answers besides the body and the headers that the standard lets through.
    private static readonly string[] ExposedHeaders =
        [
        "ETag", "Location", "Retry-After", "WWW-Authenticate", RequestIds.HeaderName,
        "RateLimit", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset",
    ];

    public static void Use(IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<EdgeOptions>>().Value.Cors;
        if (options.Origins.Length == 0) return;
        // The framework says so only where several origins may read: but what no origin was named for must not be kept for one either.
        if (options.Origins is [not CrossOriginOptions.AnyOrigin]) app.Use(VaryByOrigin);
        app.UseCors(policy => Configure(policy, options));
    }

    private static Task VaryByOrigin(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        return next(context);
    }

    private static void Configure(CorsPolicyBuilder policy, CrossOriginOptions options)
    {
        if (options.Origins is [CrossOriginOptions.AnyOrigin]) policy.AllowAnyOrigin();
        else policy.WithOrigins(options.Origins);
        if (options.AllowCredentials) policy.AllowCredentials();
        policy.WithHeaders(options.Headers is { Length: > 0 } headers ? headers : DefaultHeaders)
            .WithMethods(options.Methods is { Length: > 0 } methods ? methods : DefaultMethods)
            .WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(options.MaxAge);
    }
}
