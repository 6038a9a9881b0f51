using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;

namespace Dapr.Actors.Description;

/// <summary>The methods of an actor's interface, those of the interfaces it extends included.</summary>
internal sealed class ActorInterface
{
    private static readonly ConcurrentDictionary<Type, ActorInterface> Known = new();

    private readonly FrozenDictionary<MethodInfo, ActorMethod> _methods;

    private ActorInterface(Type type)
    {
        if (!IsActorInterface(type))
            throw new ArgumentException($"{type} is not an interface that extends {typeof(IActor)} and other actor interfaces only.", nameof(type));
        if (type.IsGenericType)
            throw new ArgumentException($"Actor interface {type} must not be generic.", nameof(type));
        _methods = type.GetInterfaces().Append(type).SelectMany(each => each.GetMethods()).ToFrozenDictionary(each => each, each => new ActorMethod(each));
        if (_methods.Values.CountBy(method => method.Name).FirstOrDefault(name => name.Value > 1) is { Key: not null } twice)
            throw new ArgumentException($"Actor interface {type} must not overload its method {twice.Key}.", nameof(type));
    }

    public IEnumerable<ActorMethod> Methods => _methods.Values;

    public ActorMethod this[MethodInfo method] => _methods[method];

    /// <exception cref="ArgumentException">Actors cannot have that interface.</exception>
    public static ActorInterface Of(Type type) => Known.GetOrAdd(type, static type => new ActorInterface(type));

    /// <summary>Whether a type is an interface that extends <see cref="IActor"/>, and nothing that does not.</summary>
    public static bool IsActorInterface(Type type) =>
        type.IsInterface
        && type.IsAssignableTo(typeof(IActor))
        && type.GetInterfaces().All(parent => parent.IsAssignableTo(typeof(IActor)));
}
