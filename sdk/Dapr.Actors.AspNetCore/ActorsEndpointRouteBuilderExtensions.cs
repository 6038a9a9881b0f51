using Dapr.Actors.AspNetCore;
using Dapr.Actors.Runtime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps what the sidecar calls to host actors.</summary>
public static class ActorsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>/dapr/config</c>, <c>/actors/…</c> and the health check <c>/healthz</c>. Do not put authentication of users in front of them:
    /// the caller is the sidecar.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddActors</c> was not called.</exception>
    public static IEndpointConventionBuilder MapActorsHandlers(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var runtime = endpoints.ServiceProvider.GetService<ActorRuntime>()
            ?? throw new InvalidOperationException("The actor runtime is not registered: call AddActors() on the services.");
        var calls = new ActorCalls(runtime);
        return new Conventions(
            endpoints.MapGet("dapr/config", calls.ConfigureAsync).WithDisplayName("Dapr actors: configuration"),
            endpoints.MapDelete("actors/{type}/{id}", calls.DeactivateAsync).WithDisplayName("Dapr actors: deactivate"),
            endpoints.MapPut("actors/{type}/{id}/method/{name}", calls.InvokeAsync).WithDisplayName("Dapr actors: invoke"),
            endpoints.MapPut("actors/{type}/{id}/method/remind/{name}", calls.RemindAsync).WithDisplayName("Dapr actors: reminder"),
            endpoints.MapPut("actors/{type}/{id}/method/timer/{name}", calls.FireTimerAsync).WithDisplayName("Dapr actors: timer"),
            MapHealth(endpoints));
    }

    private static IEndpointConventionBuilder MapHealth(IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapHealthChecks("/healthz").WithMetadata(new AllowAnonymousAttribute()).WithDisplayName("Dapr actors: health");
        // An app that maps its own /healthz comes first.
        health.Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = 100);
        return health;
    }

    private sealed class Conventions(params IEndpointConventionBuilder[] endpoints) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention)
        {
            foreach (var endpoint in endpoints)
                endpoint.Add(convention);
        }

        public void Finally(Action<EndpointBuilder> finallyConvention)
        {
            foreach (var endpoint in endpoints)
                endpoint.Finally(finallyConvention);
        }
    }
}
