using System.Reflection;
using System.Text;
using Dapr.Actors.Communication;

namespace Dapr.Actors.Description;

/// <summary>A method of an actor's interface, as calls need it.</summary>
internal sealed class ActorMethod
{
    private readonly MethodInfo _method;

    /// <exception cref="ArgumentException">The method cannot be called from afar.</exception>
    public ActorMethod(MethodInfo method)
    {
        _method = method;
        var parameters = method.GetParameters();
        TakesToken = parameters is [.., { } last] && last.ParameterType == typeof(CancellationToken);
        Arguments = TakesToken ? parameters[..^1] : parameters;
        Check(method, Arguments);
        Result = ActorResult.For(method.ReturnType);
        var type = method.DeclaringType!;
        InterfaceId = IdOf(type.Namespace + type.Name);
        Id = IdOf(type.Name + type.Namespace + method.Name);
        Header = new RemotingHeader(InterfaceId, Id, method.Name);
    }

    public string Name => _method.Name;

    /// <summary>The parameters without the cancellation token.</summary>
    public IReadOnlyList<ParameterInfo> Arguments { get; }

    /// <summary>Whether a cancellation token comes last.</summary>
    public bool TakesToken { get; }

    public ActorResult Result { get; }

    /// <summary>The number by which Dapr's .NET SDK knows the interface.</summary>
    public int InterfaceId { get; }

    /// <summary>The number by which Dapr's .NET SDK knows the method.</summary>
    public int Id { get; }

    /// <summary>The header of its calls.</summary>
    public RemotingHeader Header { get; }

    /// <summary>Whether the interface itself has the method, not one that it extends.</summary>
    public bool IsOf(Type actorInterface) => _method.DeclaringType == actorInterface;

    /// <summary>Calls the method of an actor and gives its result.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="arguments">The arguments without the token.</param>
    /// <param name="cancellationToken">Goes to the method if it takes one.</param>
    public async Task<object?> InvokeAsync(object actor, object?[] arguments, CancellationToken cancellationToken)
    {
        object?[] all = TakesToken ? [.. arguments, cancellationToken] : arguments;
        var task = (Task)_method.Invoke(actor, BindingFlags.DoNotWrapExceptions, null, all, null)!;
        await task;
        return Result.Of(task);
    }

    private static void Check(MethodInfo method, IEnumerable<ParameterInfo> arguments)
    {
        var returned = method.ReturnType;
        var reason = returned != typeof(Task) && !(returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
            ? "must return Task or Task<T>"
            : method.IsGenericMethod ? "must not be generic"
            : arguments.Any(argument => argument.ParameterType == typeof(CancellationToken)) ? "must have its CancellationToken last"
            : arguments.Any(argument => argument.ParameterType.IsByRef) ? "must not take arguments by reference"
            : null;
        if (reason is not null)
            throw new ArgumentException($"Method {method.Name} of actor interface {method.DeclaringType} {reason}.", nameof(method));
    }

    private static int IdOf(string name) => unchecked((int)Crc64.Compute(Encoding.UTF8.GetBytes(name)));
}
