using Polly;
using Polly.CircuitBreaker;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>Puts a <see cref="CircuitBreaker"/> into a Polly pipeline: Polly's own breaker knows failure ratios, not Dapr's conditions.</summary>
internal sealed class CircuitBreakerStrategy<T>(CircuitBreaker breaker, Func<Outcome<T>, Failure?> failureOf) : ResilienceStrategy<T>
{
    protected override async ValueTask<Outcome<T>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<T>>> callback, ResilienceContext context, TState state)
    {
        if (breaker.Enter(out var generation) is { } refusal)
            return Outcome.FromException<T>(new BrokenCircuitException(refusal));
        var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        breaker.Leave(generation, outcome.Exception is OperationCanceledException ? null : failureOf(outcome) is null);
        return outcome;
    }
}

/// <summary>Polly wants options for each strategy; this one needs none of them.</summary>
internal sealed class CircuitBreakerStrategyOptions : ResilienceStrategyOptions;
