using System.Text.Json;
using Dapr.Common;
using Dapr.Workflow.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Registration;

/// <summary>Builds a <see cref="DaprWorkflowClient"/>.</summary>
/// <param name="configuration">Where to look for the sidecar before the environment.</param>
public sealed class DaprWorkflowClientBuilder(IConfiguration? configuration = null) : DaprGenericClientBuilder<DaprWorkflowClient>(configuration)
{
    private Func<IServiceProvider, IWorkflowSerializer>? _serializer;
    private IServiceProvider? _services;

    /// <summary>Sets what writes and reads payloads.</summary>
    public DaprWorkflowClientBuilder UseSerializer(IWorkflowSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        _serializer = _ => serializer;
        return this;
    }

    /// <summary>Sets what writes and reads payloads.</summary>
    /// <param name="serializerFactory">Makes it from the services; it is not used by a builder that was made without services.</param>
    public DaprWorkflowClientBuilder UseSerializer(Func<IServiceProvider, IWorkflowSerializer> serializerFactory)
    {
        ArgumentNullException.ThrowIfNull(serializerFactory);
        _serializer = serializerFactory;
        return this;
    }

    /// <summary>Sets how payloads are written as JSON.</summary>
    public DaprWorkflowClientBuilder UseJsonSerializer(JsonSerializerOptions jsonOptions)
    {
        ArgumentNullException.ThrowIfNull(jsonOptions);
        return UseSerializer(new JsonWorkflowSerializer(jsonOptions));
    }

    /// <inheritdoc />
    public override DaprWorkflowClient Build()
    {
        var shared = _services?.GetService<WorkflowChannel>();
        return new DaprWorkflowClient(
            shared ?? new WorkflowChannel(GrpcEndpoint, GrpcChannelOptions, DaprApiToken), BuildSerializer(), ownsChannel: shared is null);
    }

    internal DaprWorkflowClientBuilder UseServices(IServiceProvider services)
    {
        _services = services;
        return this;
    }

    private IWorkflowSerializer BuildSerializer()
    {
        var services = _services ?? EmptyServices.Instance;
        return _serializer?.Invoke(services) ?? services.GetService<IWorkflowSerializer>() ?? new JsonWorkflowSerializer();
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
