using Dapr.Proto.Common.V1;
using Grpc.Core;
using LocalDapr.Runtime.Resiliency;
using Polly;

namespace LocalDapr.Runtime.Invocation;

/// <summary>What came back from a call of a method of an app by its name.</summary>
internal sealed record MethodAnswer
{
    /// <summary>The result; null when the method failed.</summary>
    public InvokeResponse? Response { get; init; }

    public Metadata Headers { get; init; } = [];

    public Metadata Trailers { get; init; } = [];

    /// <summary>How the method failed, as the caller is told; null when it did not.</summary>
    public RpcException? Error { get; init; }

    /// <summary>The same, as resiliency policies see it.</summary>
    public Failure? Failure { get; init; }

    public static Failure? FailureOf(Outcome<MethodAnswer> outcome) =>
        outcome.Exception is { } exception ? Failures.Of(exception) : outcome.Result!.Failure;
}
