using LocalDapr.Runtime.Resiliency;
using Polly;

namespace LocalDapr.Runtime.Invocation;

/// <summary>One attempt to call an app.</summary>
/// <param name="Response">The answer, as far as it was not handed on yet; null when there was none.</param>
/// <param name="Failure">How the attempt failed; null when it did not.</param>
/// <param name="Reason">Why there was no answer.</param>
internal sealed record InvocationAttempt(HttpResponseMessage? Response, Failure? Failure, string Reason = "") : IDisposable
{
    /// <summary>The answer of a stream that the app has taken.</summary>
    public Task<HttpResponseMessage>? Stream { get; init; }

    /// <summary>Another attempt at a request that is gone after the first.</summary>
    public static readonly InvocationAttempt TooLarge =
        new(Response: null, new Failure { IsFinal = true }, "the request is too large to be sent again");

    /// <summary>Polly disposes what it does not return: the answers of attempts that are repeated.</summary>
    public void Dispose() => Response?.Dispose();

    public static Failure? FailureOf(Outcome<InvocationAttempt> outcome) =>
        outcome.Exception is { } exception ? Failures.Of(exception) : outcome.Result!.Failure;
}
