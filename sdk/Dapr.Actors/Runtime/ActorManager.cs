using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Dapr.Actors.Communication;
using Dapr.Actors.Description;

namespace Dapr.Actors.Runtime;

/// <summary>Turns the sidecar's calls for one class of actors into calls of their methods.</summary>
internal sealed class ActorManager
{
    private readonly ActiveActors _actors;
    private readonly JsonSerializerOptions _options;
    private readonly FrozenDictionary<string, ActorMethod> _methods;
    private readonly bool _isRemindable;

    /// <exception cref="ArgumentException">An interface of the class is not one that actors can have.</exception>
    public ActorManager(ActorTypeInformation type, ActiveActors actors, JsonSerializerOptions options)
    {
        _actors = actors;
        _options = options;
        _isRemindable = type.IsRemindable;
        var methods = type.InterfaceTypes.SelectMany(each => ActorInterface.Of(each).Methods.Where(method => method.IsOf(each))).ToList();
        if (methods.CountBy(method => method.Name).FirstOrDefault(name => name.Value > 1) is { Key: not null } twice)
            throw new ArgumentException($"{type.ImplementationType} has a method {twice.Key} in more than one actor interface.", nameof(type));
        _methods = methods.ToFrozenDictionary(method => method.Name);
    }

    /// <summary>A call by a typed proxy.</summary>
    /// <returns>The body of the answer; empty for a method without result.</returns>
    /// <exception cref="JsonException">The body is not that of a call of the method.</exception>
    /// <exception cref="MissingMethodException">There is no such method.</exception>
    public Task<byte[]> InvokeTypedAsync(string id, string name, byte[] body, CancellationToken cancellationToken)
    {
        var method = Find(name);
        var arguments = ActorMessageBody.ReadArguments(method, body, _options);
        return InvokeAsync(id, method, arguments, result => ActorMessageBody.WriteResult(method, result, _options), cancellationToken);
    }

    /// <summary>A call with plain JSON: at most one argument, and the result as it is.</summary>
    /// <inheritdoc cref="InvokeTypedAsync" />
    public Task<byte[]> InvokeJsonAsync(string id, string name, byte[] body, CancellationToken cancellationToken)
    {
        var method = Find(name);
        object?[] arguments = method.Arguments.Count switch
        {
            0 => [],
            1 => [JsonSerializer.Deserialize(body, method.Arguments[0].ParameterType, _options)],
            _ => throw new ArgumentException($"Method {name} takes more than one argument: a typed proxy has to call it.", nameof(name)),
        };
        return InvokeAsync(
            id,
            method,
            arguments,
            result => method.Result.Type is { } type ? JsonSerializer.SerializeToUtf8Bytes(result, type, _options) : [],
            cancellationToken);
    }

    /// <summary>A reminder fired. Actors without reminders ignore it.</summary>
    public Task FireReminderAsync(string id, string name, byte[] body, CancellationToken cancellationToken)
    {
        if (!_isRemindable)
            return Task.CompletedTask;
        var firing = Firing.Read(body) ?? new Firing();
        return _actors.TakeTurnAsync(
            id,
            ActorMethodContext.ForReminder,
            async actor =>
            {
                await ((IRemindable)actor).ReceiveReminderAsync(name, firing.Data ?? [], Time(firing.DueTime), FiringTimes.Read(firing.Period));
                return true;
            },
            cancellationToken);
    }

    /// <summary>A timer fired; gives what its method gives when that is a boolean, or else false.</summary>
    public Task<bool> FireTimerAsync(string id, byte[] body, CancellationToken cancellationToken)
    {
        var firing = Firing.Read(body) ?? new Firing();
        return _actors.TakeTurnAsync(
            id,
            ActorMethodContext.ForTimer,
            async actor =>
            {
                var method = actor.FindTimerCallback(firing.Callback ?? "");
                object?[] arguments = method.GetParameters().Length == 0 ? [] : [firing.Data ?? []];
                var task = (Task)method.Invoke(actor, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
                await task;
                return task is Task<bool> { Result: true };
            },
            cancellationToken);
    }

    public Task DeactivateAsync(string id) => _actors.DeactivateAsync(id);

    private static TimeSpan Time(string? text) => FiringTimes.Read(text) is var time && time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private Task<byte[]> InvokeAsync(
        string id, ActorMethod method, object?[] arguments, Func<object?, byte[]> write, CancellationToken cancellationToken) =>
        _actors.TakeTurnAsync(
            id,
            ActorMethodContext.ForMethod(method.Name),
            async actor => write(await method.InvokeAsync(actor, arguments, cancellationToken)),
            cancellationToken);

    private ActorMethod Find(string name) =>
        _methods.GetValueOrDefault(name) ?? throw new MissingMethodException($"The actor has no method {name}.");
}
