using System.Text.Json;
using Dapr.Workflow.Registration;
using Dapr.Workflow.Serialization;
using Dapr.Workflow.Worker;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>Adds workflows to the services.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>Adds the workflow client, and a worker without workflows of its own.</summary>
    public static IServiceCollection AddDaprWorkflow(this IServiceCollection services) => services.AddDaprWorkflow(_ => { });

    /// <summary>Adds the workflow client, and a worker that runs the app's workflows and activities while the app runs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Registers workflows and activities.</param>
    /// <param name="lifetime">Lifetime of the client.</param>
    public static IServiceCollection AddDaprWorkflow(
        this IServiceCollection services, Action<WorkflowRuntimeOptions> configure, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddDaprWorkflowBuilder(configure, lifetime: lifetime).Services;
    }

    /// <summary>As <see cref="AddDaprWorkflow(IServiceCollection, Action{WorkflowRuntimeOptions}, ServiceLifetime)"/>, with more to set.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configureRuntime">Registers workflows and activities.</param>
    /// <param name="configureClient">Changes the client's settings.</param>
    /// <param name="lifetime">Lifetime of the client.</param>
    public static DaprWorkflowBuilder AddDaprWorkflowBuilder(
        this IServiceCollection services,
        Action<WorkflowRuntimeOptions>? configureRuntime,
        Action<IServiceProvider, DaprWorkflowClientBuilder>? configureClient = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new WorkflowRuntimeOptions();
        configureRuntime?.Invoke(options);
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton(options.Registry);
        services.TryAddSingleton<IWorkflowSerializer>(new JsonWorkflowSerializer());
        services.TryAddSingleton(provider => CreateChannel(provider.GetService<IConfiguration>(), options.GrpcChannelOptions));
        services.TryAddSingleton<ActivityRunner>();
        services.TryAddSingleton(provider => new ResultSender(
            provider.GetRequiredService<WorkflowChannel>(), TimeProvider.System, provider.GetRequiredService<ILogger<ResultSender>>()));
        services.TryAddSingleton<WorkItemHandler>();
        services.AddHostedService(provider => new WorkflowWorker(
            provider.GetRequiredService<WorkflowChannel>(),
            provider.GetRequiredService<WorkItemHandler>(),
            options,
            TimeProvider.System,
            provider.GetRequiredService<ILogger<WorkflowWorker>>()));
        AddClient(services, configureClient, lifetime);
        return new DaprWorkflowBuilder(services);
    }

    private static WorkflowChannel CreateChannel(IConfiguration? configuration, GrpcChannelOptions? options) => new(
        DaprDefaults.GetGrpcEndpoint(name => configuration?[name]),
        options ?? new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true },
        DaprDefaults.GetDaprApiToken(name => configuration?[name]));

    private static void AddClient(
        IServiceCollection services, Action<IServiceProvider, DaprWorkflowClientBuilder>? configureClient, ServiceLifetime lifetime)
    {
        services.Add(ServiceDescriptor.Describe(
            typeof(DaprWorkflowClient),
            provider =>
            {
                var builder = new DaprWorkflowClientBuilder(provider.GetService<IConfiguration>()).UseServices(provider);
                configureClient?.Invoke(provider, builder);
                return builder.Build();
            },
            lifetime));
    }

    /// <summary>Sets how payloads are written and read.</summary>
    // The official API has it nested here.
#pragma warning disable CA1034, CA1815
    public readonly struct DaprWorkflowBuilder : IDaprWorkflowBuilder
#pragma warning restore CA1034, CA1815
    {
        internal DaprWorkflowBuilder(IServiceCollection services) => Services = services;

        /// <inheritdoc />
        public IServiceCollection Services { get; }

        /// <summary>Sets what writes and reads payloads.</summary>
        public DaprWorkflowBuilder WithSerializer(IWorkflowSerializer serializer)
        {
            ArgumentNullException.ThrowIfNull(serializer);
            return WithSerializer(_ => serializer);
        }

        /// <summary>Sets what writes and reads payloads.</summary>
        public DaprWorkflowBuilder WithSerializer(Func<IServiceProvider, IWorkflowSerializer> serializerFactory)
        {
            ArgumentNullException.ThrowIfNull(serializerFactory);
            Services.Replace(ServiceDescriptor.Singleton(serializerFactory));
            return this;
        }

        /// <summary>Sets how payloads are written as JSON.</summary>
        public DaprWorkflowBuilder WithJsonSerializer(JsonSerializerOptions jsonOptions)
        {
            ArgumentNullException.ThrowIfNull(jsonOptions);
            return WithSerializer(new JsonWorkflowSerializer(jsonOptions));
        }
    }
}
