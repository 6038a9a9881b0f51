using System.Collections.ObjectModel;
using Grpc.AspNetCore.HealthChecks.Internal;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks
{
    /// <summary>What of a health check decides which service it belongs to.</summary>
    /// <param name="Name">The name of the check.</param>
    /// <param name="Tags">Its tags.</param>
    public sealed record HealthCheckMapContext(string Name, IEnumerable<string> Tags);

    /// <summary>The health checks that make up the status of one service.</summary>
    public sealed class ServiceMapping
    {
        /// <summary>Creates a mapping.</summary>
        /// <param name="name">The full name of the service; empty for the whole server.</param>
        /// <param name="healthCheckPredicate">Chooses the checks of the service.</param>
        public ServiceMapping(string name, Func<HealthCheckMapContext, bool> healthCheckPredicate)
        {
            Name = name;
            HealthCheckPredicate = healthCheckPredicate;
        }

        /// <summary>The full name of the service; empty for the whole server.</summary>
        public string Name { get; }

        /// <summary>Chooses the checks of the service.</summary>
        public Func<HealthCheckMapContext, bool>? HealthCheckPredicate { get; }
    }

    /// <summary>Mappings by service.</summary>
    public sealed class ServiceMappingCollection : KeyedCollection<string, ServiceMapping>
    {
        /// <summary>Maps checks to a service, in place of an earlier mapping.</summary>
        /// <param name="name">The full name of the service; empty for the whole server.</param>
        /// <param name="predicate">Chooses the checks of the service.</param>
        public void Map(string name, Func<HealthCheckMapContext, bool> predicate)
        {
            Remove(name);
            Add(new ServiceMapping(name, predicate));
        }

        /// <inheritdoc />
        protected override string GetKeyForItem(ServiceMapping item)
        {
            ArgumentNullException.ThrowIfNull(item);
            return item.Name;
        }
    }

    /// <summary>How health checks become statuses of services.</summary>
    public sealed class GrpcHealthChecksOptions
    {
        /// <summary>The services; the whole server with all checks unless changed.</summary>
        public ServiceMappingCollection Services { get; } = [new ServiceMapping("", _ => true)];
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Registers the gRPC health service.</summary>
    public static class GrpcHealthChecksServiceExtensions
    {
        /// <summary>Adds the health service; its statuses follow the application's health checks.</summary>
        public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services)
        {
            services.TryAddSingleton<HealthServiceImpl>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthPublisher>());
            services.AddHostedService<HealthLifetime>();
            return services.AddHealthChecks();
        }

        /// <summary>Adds the health service; its statuses follow the application's health checks.</summary>
        public static IHealthChecksBuilder AddGrpcHealthChecks(
            this IServiceCollection services,
            Action<Grpc.AspNetCore.HealthChecks.GrpcHealthChecksOptions> configure) =>
            services.Configure(configure).AddGrpcHealthChecks();
    }
}

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Maps the gRPC health service.</summary>
    public static class GrpcHealthChecksEndpointRouteBuilderExtensions
    {
        /// <summary>Maps <c>grpc.health.v1.Health</c>.</summary>
        public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder builder) =>
            builder.MapGrpcService<HealthServiceImpl>();
    }
}
