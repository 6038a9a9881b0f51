using Grpc.Core;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>How an attempt failed, as far as policies ask; without a status when there was no answer.</summary>
internal readonly record struct Failure
{
    /// <summary>There was no answer: no connection, a broken one, or a timeout.</summary>
    public static readonly Failure NoAnswer;

    /// <summary>The answer broke off after a part of it was handed on.</summary>
    public static readonly Failure BrokenOff = new() { IsFinal = true };

    /// <summary>The HTTP status of the answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The gRPC status of the answer.</summary>
    public StatusCode? GrpcStatus { get; init; }

    /// <summary>Another attempt is out of the question, whatever the policy says: the caller has seen a part of the answer.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The failure that an HTTP status means to Dapr: all but 2xx and 3xx are one.</summary>
    public static Failure? Of(int httpStatus) => httpStatus is >= 200 and < 400 ? null : new Failure { HttpStatus = httpStatus };

    /// <summary>The failure that a gRPC status means: all but OK are one.</summary>
    public static Failure? Of(StatusCode status) => status == StatusCode.OK ? null : new Failure { GrpcStatus = status };
}
