using Dapr.Actors.Communication;

namespace Dapr.Actors.Client;

/// <summary>Creates proxies that call through the sidecar's HTTP API.</summary>
public class ActorProxyFactory : IActorProxyFactory
{
    private readonly HttpMessageHandler? _handler;
    private ActorProxyOptions _defaultOptions;
    private SidecarActors? _sidecar;

    /// <summary>Creates a factory.</summary>
    /// <param name="options">How proxies call unless told otherwise; null for the environment's sidecar.</param>
    /// <param name="handler">Sends the requests; null for one that all factories share.</param>
    public ActorProxyFactory(ActorProxyOptions? options = null, HttpMessageHandler? handler = null)
    {
        _defaultOptions = options ?? new ActorProxyOptions();
        _handler = handler;
    }

    /// <summary>How proxies call unless told otherwise.</summary>
    public ActorProxyOptions DefaultOptions
    {
        get => _defaultOptions;
        set => _defaultOptions = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <inheritdoc />
    public TActorInterface CreateActorProxy<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
        where TActorInterface : IActor =>
        (TActorInterface)CreateActorProxy(actorId, typeof(TActorInterface), actorType, options);

    /// <inheritdoc />
    public object CreateActorProxy(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null)
    {
        options ??= DefaultOptions;
        return TypedActorProxy.Create(actorInterfaceType, actorId, actorType, Sidecar(options), options.JsonSerializerOptions);
    }

    /// <inheritdoc />
    public ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null)
    {
        options ??= DefaultOptions;
        return new ActorProxy(actorId, actorType, Sidecar(options), options.JsonSerializerOptions);
    }

    // Proxies are made by the call and options may change at any time, but seldom do.
    private SidecarActors Sidecar(ActorProxyOptions options)
    {
        var sidecar = _sidecar;
        return sidecar is not null && sidecar.Has(options.HttpEndpoint, options.DaprApiToken, options.RequestTimeout)
            ? sidecar
            : _sidecar = new SidecarActors(options.HttpEndpoint, options.DaprApiToken, options.RequestTimeout, _handler);
    }
}
