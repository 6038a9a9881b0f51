using Dapr;
using Dapr.Actors.AspNetCore;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the actors that an app hosts.</summary>
public static class ActorsServiceCollectionExtensions
{
    /// <summary>
    /// Registers the actor runtime and an <see cref="IActorProxyFactory"/>. Endpoint and token come from the configuration, under the names
    /// of the environment variables that a Dapr runtime sets, else from the environment itself.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Registers the actors and sets the options.</param>
    /// <param name="lifetime">Lifetime of the runtime and the factory.</param>
    public static void AddActors(
        this IServiceCollection? services, Action<ActorRuntimeOptions>? configure, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddHealthChecks();
        services.AddLogging();
        services.TryAdd(ServiceDescriptor.Describe(
            typeof(ActorActivatorFactory), typeof(ServiceActorActivatorFactory), lifetime));
        services.TryAdd(ServiceDescriptor.Describe(typeof(ActorRuntime), CreateRuntime, lifetime));
        services.TryAdd(ServiceDescriptor.Describe(typeof(IActorProxyFactory), CreateProxyFactory, lifetime));
        if (configure is not null)
            services.Configure(configure);
        services.AddOptions<ActorRuntimeOptions>().PostConfigure<IServiceProvider>(CompleteOptions);
    }

    private static ActorRuntime CreateRuntime(IServiceProvider provider) => new(
        provider.GetRequiredService<IOptions<ActorRuntimeOptions>>().Value,
        provider.GetRequiredService<ILoggerFactory>(),
        provider.GetRequiredService<ActorActivatorFactory>(),
        provider.GetRequiredService<IActorProxyFactory>(),
        provider.GetService<TimeProvider>() ?? TimeProvider.System);

    private static ActorProxyFactory CreateProxyFactory(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ActorRuntimeOptions>>().Value;
        return new ActorProxyFactory(new ActorProxyOptions
        {
            JsonSerializerOptions = options.JsonSerializerOptions,
            DaprApiToken = options.DaprApiToken,
            HttpEndpoint = options.HttpEndpoint!,
            UseJsonSerialization = options.UseJsonSerialization,
        });
    }

    private static void CompleteOptions(ActorRuntimeOptions options, IServiceProvider provider)
    {
        var configuration = provider.GetService<IConfiguration>();
        Func<string, string?> settings = name => configuration?[name];
        if (string.IsNullOrWhiteSpace(options.DaprApiToken))
            options.DaprApiToken = DaprDefaults.GetDaprApiToken(settings) ?? "";
        if (string.IsNullOrWhiteSpace(options.HttpEndpoint))
            options.HttpEndpoint = DaprDefaults.GetHttpEndpoint(settings);
    }
}
