namespace Dapr;

/// <summary>A sidecar did not do what it was asked for. The inner exception says why, most often an <c>RpcException</c>.</summary>
public class DaprException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DaprException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public DaprException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
