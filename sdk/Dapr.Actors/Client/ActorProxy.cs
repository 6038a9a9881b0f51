using System.Text.Json;
using Dapr.Actors.Communication;

namespace Dapr.Actors.Client;

/// <summary>
/// Calls methods of an actor by name. One argument at most, sent as JSON. The static methods create proxies with the default factory, for the
/// sidecar that the environment names.
/// </summary>
public class ActorProxy : IActorProxy
{
    private readonly SidecarActors _sidecar;
    private readonly JsonSerializerOptions _options;

    internal ActorProxy(ActorId actorId, string actorType, SidecarActors sidecar, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(actorId);
        ArgumentException.ThrowIfNullOrEmpty(actorType);
        ActorId = actorId;
        ActorType = actorType;
        _sidecar = sidecar;
        _options = options;
    }

    /// <summary>The factory that the static methods use.</summary>
    public static IActorProxyFactory DefaultProxyFactory { get; } = new ActorProxyFactory();

    /// <inheritdoc />
    public ActorId ActorId { get; }

    /// <inheritdoc />
    public string ActorType { get; }

    /// <summary>Creates a typed proxy with the default factory.</summary>
    public static TActorInterface Create<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
        where TActorInterface : IActor =>
        DefaultProxyFactory.CreateActorProxy<TActorInterface>(actorId, actorType, options);

    /// <summary>Creates a typed proxy with the default factory.</summary>
    public static object Create(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null) =>
        DefaultProxyFactory.CreateActorProxy(actorId, actorInterfaceType, actorType, options);

    /// <summary>Creates a proxy that calls methods by name, with the default factory.</summary>
    public static ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null) =>
        DefaultProxyFactory.Create(actorId, actorType, options);

    /// <summary>Calls a method that takes an argument and has a result.</summary>
    /// <exception cref="DaprApiException">The sidecar or the actor failed; its code says how.</exception>
    public async Task<TResponse> InvokeMethodAsync<TRequest, TResponse>(string method, TRequest data, CancellationToken cancellationToken = default) =>
        Read<TResponse>(await InvokeAsync(method, Write(data), cancellationToken));

    /// <summary>Calls a method that takes an argument.</summary>
    /// <exception cref="DaprApiException">The sidecar or the actor failed; its code says how.</exception>
    public Task InvokeMethodAsync<TRequest>(string method, TRequest data, CancellationToken cancellationToken = default) =>
        InvokeAsync(method, Write(data), cancellationToken);

    /// <summary>Calls a method that has a result.</summary>
    /// <exception cref="DaprApiException">The sidecar or the actor failed; its code says how.</exception>
    public async Task<TResponse> InvokeMethodAsync<TResponse>(string method, CancellationToken cancellationToken = default) =>
        Read<TResponse>(await InvokeAsync(method, null, cancellationToken));

    /// <summary>Calls a method.</summary>
    /// <exception cref="DaprApiException">The sidecar or the actor failed; its code says how.</exception>
    public Task InvokeMethodAsync(string method, CancellationToken cancellationToken = default) => InvokeAsync(method, null, cancellationToken);

    private ReadOnlyMemory<byte> Write<T>(T data) => JsonSerializer.SerializeToUtf8Bytes(data, _options);

    private T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body, _options)!;

    private Task<byte[]> InvokeAsync(string method, ReadOnlyMemory<byte>? json, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        return _sidecar.InvokeAsync(ActorType, ActorId.GetId(), method, json, remotingHeader: null, cancellationToken);
    }
}
