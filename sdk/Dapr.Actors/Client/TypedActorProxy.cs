using System.Reflection;
using System.Text.Json;
using Dapr.Actors.Communication;
using Dapr.Actors.Description;

namespace Dapr.Actors.Client;

/// <summary>A typed proxy: at run time a class that has the actor's interface and sends each of its calls here.</summary>
#pragma warning disable CA1852 // The proxies derive from it.
internal class TypedActorProxy : DispatchProxy, IActorProxy
#pragma warning restore CA1852
{
    private SidecarActors _sidecar = null!;
    private ActorInterface _interface = null!;
    private JsonSerializerOptions _options = null!;

    /// <inheritdoc />
    public ActorId ActorId { get; private set; } = null!;

    /// <inheritdoc />
    public string ActorType { get; private set; } = null!;

    /// <exception cref="ArgumentException">The interface is not one that actors can have.</exception>
    public static object Create(Type actorInterface, ActorId actorId, string actorType, SidecarActors sidecar, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(actorId);
        ArgumentException.ThrowIfNullOrEmpty(actorType);
        var description = ActorInterface.Of(actorInterface);
        var proxy = (TypedActorProxy)Create(actorInterface, typeof(TypedActorProxy));
        proxy.ActorId = actorId;
        proxy.ActorType = actorType;
        proxy._interface = description;
        proxy._sidecar = sidecar;
        proxy._options = options;
        return proxy;
    }

    /// <inheritdoc />
    protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = _interface[targetMethod!];
        return method.Result.Typed(CallAsync(method, args ?? []));
    }

    private async Task<object?> CallAsync(ActorMethod method, object?[] arguments)
    {
        var cancellationToken = method.TakesToken ? (CancellationToken)arguments[^1]! : CancellationToken.None;
        var id = ActorId.GetId();
        var body = await _sidecar.InvokeAsync(
            ActorType,
            id,
            method.Name,
            ActorMessageBody.WriteArguments(method, arguments, _options),
            method.Header.Write(ActorType, id),
            cancellationToken);
        return ActorMessageBody.ReadResult(method, body, _options);
    }
}
