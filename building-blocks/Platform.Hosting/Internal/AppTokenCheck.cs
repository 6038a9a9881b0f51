using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Platform.Hosting.Internal;

/// <summary>
/// Where <c>APP_API_TOKEN</c> is set, the service port takes calls of the sidecar only, which sends the same token with each, gRPC or HTTP:
/// https://docs.dapr.io/operations/security/app-api-token. Health stays open to probes; reflection does not. Other ports of a service have locks of their own.
/// </summary>
internal static class AppTokenCheck
{
    private const string Setting = "APP_API_TOKEN";
    private const string Header = "dapr-api-token";

    private static readonly PathString[] Open = [ServiceDefaults.HealthPath, "/grpc.health.v1.Health"];
    private static readonly Mark ServicePort = new();

    /// <summary>Marks the connections of a port as those of the service port.</summary>
    public static void MarkServicePort(this ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Features.Set(ServicePort);
        return next(connection);
    });

    /// <summary>Refuses calls without the token, where there is one.</summary>
    public static void UseAppToken(this WebApplication app)
    {
        if (app.Configuration[Setting] is not { Length: > 0 } token)
        {
            return;
        }

        var expected = Hash(token);
        app.Use((context, next) => IsOpen(context) || IsRight(context, expected) ? next(context) : RefuseAsync(context));
    }

    private static bool IsOpen(HttpContext context) =>
        context.Features.Get<Mark>() is null || Open.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal));

    private static bool IsRight(HttpContext context, byte[] expected) =>
        context.Request.Headers[Header] is [{ } sent] && CryptographicOperations.FixedTimeEquals(Hash(sent), expected);

    // Hashes are of one length, so not even the token's length can be timed.
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static Task RefuseAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) is not true)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        // An answer without messages: the status stands in the headers (gRPC over HTTP/2, Trailers-Only).
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)StatusCode.Unauthenticated).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = "Only the sidecar may call.";
        return Task.CompletedTask;
    }

    private sealed class Mark;
}
