namespace Grpc.Core;

/// <summary>The canonical result codes of gRPC. Numbers are part of the wire protocol (<c>grpc-status</c>).</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The call was cancelled, typically by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error whose kind is not known, such as an exception that the handler did not translate.</summary>
    Unknown = 2,

    /// <summary>The arguments are wrong whatever the state of the system is.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call completed. A mutation may have happened all the same.</summary>
    DeadlineExceeded = 4,

    /// <summary>The requested thing does not exist.</summary>
    NotFound = 5,

    /// <summary>What the call tried to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The identified caller may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a limit or memory is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the system forbids the operation; retrying helps only after the state was changed.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation lost a race, such as a transaction conflict; retry at a higher level.</summary>
    Aborted = 10,

    /// <summary>The operation went past the valid range, such as reading past the end.</summary>
    OutOfRange = 11,

    /// <summary>The method is not known here or not supported.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the system or of the protocol is broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; the same call may be retried with backoff.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt beyond recovery.</summary>
    DataLoss = 15,

    /// <summary>The caller is not identified by valid credentials.</summary>
    Unauthenticated = 16,
}
