namespace Dapr;

/// <summary>A sidecar's HTTP API answered with an error code.</summary>
public class DaprApiException : DaprException
{
    /// <summary>Creates the exception with the code <c>UNKNOWN</c>.</summary>
    public DaprApiException()
        : this(errorCode: null, isTransient: false)
    {
    }

    /// <summary>Creates the exception with the code <c>UNKNOWN</c>.</summary>
    public DaprApiException(string message)
        : this(message, errorCode: null, isTransient: false)
    {
    }

    /// <summary>Creates the exception with the code <c>UNKNOWN</c>.</summary>
    public DaprApiException(string message, Exception? innerException)
        : this(message, innerException, errorCode: null, isTransient: false)
    {
    }

    /// <summary>Creates the exception without a message.</summary>
    public DaprApiException(string? errorCode, bool isTransient)
        : this(string.Empty, errorCode, isTransient)
    {
    }

    /// <summary>Creates the exception.</summary>
    public DaprApiException(string message, string? errorCode, bool isTransient)
        : this(message, inner: null, errorCode, isTransient)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public DaprApiException(string message, Exception? inner, string? errorCode, bool isTransient)
        : base(message, inner)
    {
        ErrorCode = errorCode ?? "UNKNOWN";
        IsTransient = isTransient;
    }

    /// <summary>The code, such as <c>ERR_STATE_STORE_NOT_FOUND</c>.</summary>
    public string ErrorCode { get; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; }
}
