using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Makes clients on the cached channel of their name.</summary>
internal sealed class DefaultGrpcClientFactory(
    IServiceProvider services,
    ChannelCache channels,
    ClientRegistry registry,
    IOptionsMonitor<GrpcClientFactoryOptions> optionsByName) : GrpcClientFactory
{
    public override TClient CreateClient<TClient>(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        registry.Check(name, typeof(TClient));
        var options = optionsByName.Get(name);
        var invoker = channels.GetInvoker(name);
        if (options.CallOptionsActions.Count > 0)
        {
            invoker = new CallOptionsInvoker(invoker, options.CallOptionsActions, services);
        }

        invoker = InterceptorRegistration.Intercept(invoker, options, InterceptorScope.Client, services);
        return options.Creator is { } create
            ? create(invoker) as TClient
                ?? throw new InvalidOperationException($"The creator of the gRPC client '{name}' made no {typeof(TClient)}.")
            : Activator<TClient>.Create(services, [invoker]);
    }

    // The constructor is looked up once per type.
    private static class Activator<TClient>
    {
        private static readonly ObjectFactory Factory = ActivatorUtilities.CreateFactory(typeof(TClient), [typeof(CallInvoker)]);

        public static TClient Create(IServiceProvider services, object[] arguments) => (TClient)Factory(services, arguments);
    }
}

/// <summary>Which names clients were added with: a name has one type.</summary>
internal sealed class ClientRegistry
{
    private readonly Dictionary<string, Type> _types = [];

    public bool Contains(string name) => _types.ContainsKey(name);

    public void Add(string name, Type type)
    {
        if (_types.TryGetValue(name, out var known) && known != type)
        {
            throw new InvalidOperationException(
                $"The gRPC client '{name}' of type {type} cannot be added: the name belongs to {known}.");
        }

        _types[name] = type;
    }

    public void Check(string name, Type type)
    {
        if (!_types.TryGetValue(name, out var known))
        {
            throw new InvalidOperationException($"No gRPC client is configured with the name '{name}'.");
        }

        if (known != type)
        {
            throw new InvalidOperationException($"The gRPC client '{name}' is a {known}, not a {type}.");
        }
    }
}
