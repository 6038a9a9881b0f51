namespace Dapr.Actors;

/// <summary>What an actor in another process threw: type and message of the exception, not the exception itself.</summary>
public class ActorInvokeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ActorInvokeException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="actualExceptionType">Full name of the type that was thrown.</param>
    /// <param name="message">Message of what was thrown.</param>
    public ActorInvokeException(string? actualExceptionType, string? message)
        : base(message)
    {
        ActualExceptionType = actualExceptionType;
    }

    /// <summary>Full name of the type that was thrown.</summary>
    public string? ActualExceptionType { get; }
}
