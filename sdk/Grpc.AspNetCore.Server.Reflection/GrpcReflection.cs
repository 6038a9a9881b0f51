using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Registers reflection.</summary>
    public static class GrpcReflectionServiceExtensions
    {
        /// <summary>Adds reflection over all gRPC services that are mapped.</summary>
        public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
        {
            services.TryAddSingleton<MappedServices>();
            services.TryAddSingleton(provider =>
            {
                var mapped = provider.GetRequiredService<MappedServices>();
                return new ReflectionServiceImpl(mapped.Names, mapped.Registry);
            });
            services.TryAddSingleton(provider =>
            {
                var mapped = provider.GetRequiredService<MappedServices>();
                return new ReflectionV1ServiceImpl(mapped.Names, mapped.Registry);
            });
            return services;
        }
    }

    /// <summary>The services of the application's endpoints, with their files.</summary>
    internal sealed class MappedServices
    {
        public MappedServices(EndpointDataSource endpoints)
        {
            var descriptors = endpoints.Endpoints
                .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
                .OfType<Type>()
                .Distinct()
                .Select(Descriptor)
                .OfType<Google.Protobuf.Reflection.ServiceDescriptor>()
                .ToList();
            Names = [.. descriptors.Select(descriptor => descriptor.FullName).Order(StringComparer.Ordinal)];
            Registry = SymbolRegistry.FromFiles(descriptors.Select(descriptor => descriptor.File));
        }

        public IReadOnlyList<string> Names { get; }

        public SymbolRegistry Registry { get; }

        // The class that holds the generated base also holds the descriptor.
        private static Google.Protobuf.Reflection.ServiceDescriptor? Descriptor(Type service) =>
            service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
                .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as Google.Protobuf.Reflection.ServiceDescriptor;
    }
}

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Maps reflection.</summary>
    public static class GrpcReflectionEndpointRouteBuilderExtensions
    {
        /// <summary>Maps the reflection service, versions 1 and 1 alpha.</summary>
        public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder)
        {
            builder.MapGrpcService<ReflectionV1ServiceImpl>();
            return builder.MapGrpcService<ReflectionServiceImpl>();
        }
    }
}
