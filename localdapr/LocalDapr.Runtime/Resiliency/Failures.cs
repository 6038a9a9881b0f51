using LocalDapr.Runtime.Errors;
using Polly;
using Polly.CircuitBreaker;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>Says of the end of an attempt whether, and how, it failed; null when it did not.</summary>
internal static class Failures
{
    private const int FirstServerError = 500;

    /// <summary>
    /// Of an exception. A request that the caller got wrong is no failure of what it was sent to, and what a circuit breaker refuses is refused
    /// for a while: neither gets better by another attempt.
    /// </summary>
    public static Failure? Of(Exception exception) => exception switch
    {
        BrokenCircuitException => new Failure { IsFinal = true },
        OperationCanceledException => new Failure { IsFinal = true },
        DaprException { Error.HttpStatus: < FirstServerError } => null,
        DaprException { Error: var error } => new Failure { HttpStatus = error.HttpStatus },
        _ => Failure.NoAnswer,
    };

    /// <summary>Of calls that fail by exceptions only.</summary>
    public static Failure? OfException<T>(Outcome<T> outcome) => outcome.Exception is { } exception ? Of(exception) : null;
}
