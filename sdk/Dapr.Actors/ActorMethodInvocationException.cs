namespace Dapr.Actors;

/// <summary>The called actor threw. <see cref="Exception.InnerException"/> is an <see cref="ActorInvokeException"/> that says what.</summary>
public class ActorMethodInvocationException : DaprApiException
{
    private const string Code = "ERR_ACTOR_INVOKE_METHOD";

    /// <summary>Creates the exception.</summary>
    public ActorMethodInvocationException()
        : base(Code, isTransient: false)
    {
    }

    /// <summary>Creates the exception.</summary>
    public ActorMethodInvocationException(string message, bool isTransient)
        : base(message, Code, isTransient)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ActorMethodInvocationException(string message, Exception innerException, bool isTransient)
        : base(message, innerException, Code, isTransient)
    {
    }
}
