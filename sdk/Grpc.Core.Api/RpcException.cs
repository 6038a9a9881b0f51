using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>
/// A call that ended with another status than OK. A client receives it; a server handler throws it to choose the status and the
/// trailers of its answer.
/// </summary>
public class RpcException : Exception
{
    /// <summary>Creates the exception with empty trailers.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>Creates the exception with empty trailers.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="message">The message of the exception, which stays local.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Creates the exception with trailers.</summary>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">What travels beside the status, such as <c>grpc-status-details-bin</c>.</param>
    /// <param name="message">The message of the exception, which stays local.</param>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        Status = status;
        Trailers = GrpcPreconditions.CheckNotNull(trailers, nameof(trailers));
    }

    /// <summary>The status of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The trailers of the call.</summary>
    public Metadata Trailers { get; }
}
