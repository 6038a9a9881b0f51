using System.Text.Json;
using System.Text.Json.Serialization;
using Dapr;
using Dapr.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Tells the sidecar which topics the app subscribes to.</summary>
public static class DaprEndpointRouteBuilderExtensions
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Maps <c>GET /dapr/subscribe</c>, which the sidecar calls once the app is up.</summary>
    /// <param name="endpoints">The app.</param>
    public static IEndpointConventionBuilder MapSubscribeHandler(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapSubscribeHandler(new SubscribeOptions());

    /// <summary>Maps <c>GET /dapr/subscribe</c>, which the sidecar calls once the app is up.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="options">Options of all subscriptions.</param>
    public static IEndpointConventionBuilder MapSubscribeHandler(this IEndpointRouteBuilder endpoints, SubscribeOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapGet("dapr/subscribe", context =>
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Dapr.AspNetCore.Subscriptions");
            var source = context.RequestServices.GetRequiredService<EndpointDataSource>();
            var collector = new SubscriptionCollector(options ?? new SubscribeOptions(), logger);
            return context.Response.WriteAsJsonAsync(collector.Collect(source.Endpoints).ToList(), Json, context.RequestAborted);
        });
    }
}
