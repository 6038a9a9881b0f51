using Dapr;
using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client of the app's sidecar.</summary>
public static class DaprServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="DaprClient"/>. Endpoints and token come from the configuration, under the names of the environment
    /// variables that a Dapr runtime sets, else from the environment itself.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the client's settings.</param>
    /// <param name="lifetime">Lifetime of the client.</param>
    public static void AddDaprClient(
        this IServiceCollection services,
        Action<DaprClientBuilder>? configure = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) =>
        services.AddDaprClient((_, builder) => configure?.Invoke(builder), lifetime);

    /// <summary>Registers a <see cref="DaprClient"/> whose settings need other services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the client's settings.</param>
    /// <param name="lifetime">Lifetime of the client.</param>
    public static void AddDaprClient(
        this IServiceCollection services,
        Action<IServiceProvider, DaprClientBuilder> configure,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAdd(ServiceDescriptor.Describe(
            typeof(DaprClient),
            provider =>
            {
                var builder = CreateBuilder(provider.GetService<IConfiguration>());
                configure?.Invoke(provider, builder);
                return builder.Build();
            },
            lifetime));
    }

    private static DaprClientBuilder CreateBuilder(IConfiguration? configuration)
    {
        Func<string, string?> settings = name => configuration?[name];
        var builder = new DaprClientBuilder()
            .UseHttpEndpoint(DaprDefaults.GetHttpEndpoint(settings))
            .UseGrpcEndpoint(DaprDefaults.GetGrpcEndpoint(settings));
        return DaprDefaults.GetDaprApiToken(settings) is { } token ? builder.UseDaprApiToken(token) : builder;
    }
}
