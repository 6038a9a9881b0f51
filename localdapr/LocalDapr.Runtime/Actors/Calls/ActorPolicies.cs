using System.Collections.Concurrent;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Runtime.Resiliency.Specification;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace LocalDapr.Runtime.Actors.Calls;

/// <summary>
/// The resiliency policies of actors. As with genuine daprd, retries and circuit breakers of the caller stand before the wait for a turn,
/// and the timeout of the actor's own app counts the turn alone.
/// </summary>
internal sealed class ActorPolicies(TimeProvider time, ILogger<ActorPolicies> logger)
{
    private readonly ConcurrentDictionary<(Sidecar Caller, string Type), Before?> _before = new();
    private readonly ConcurrentDictionary<(Sidecar Host, string Type), TimeSpan?> _timeouts = new();

    /// <summary>Runs a call with the retries and the circuit breaker of its caller.</summary>
    public Task<ActorAnswer> RunAsync(
        Sidecar caller, ActorKey key, Func<CancellationToken, Task<ActorAnswer>> call, CancellationToken cancellationToken) =>
        _before.GetOrAdd((caller, key.Type), Create) is { } before ? RunAsync(before, key, call, cancellationToken) : call(cancellationToken);

    /// <summary>How long a turn may take; null for as long as it does.</summary>
    public TimeSpan? TimeoutOf(Sidecar host, string type) =>
        _timeouts.GetOrAdd((host, type), static actor => actor.Host.Resources.Resiliency.ForActor(actor.Type)?.Policies.Timeout);

    private static async Task<ActorAnswer> RunAsync(
        Before before, ActorKey key, Func<CancellationToken, Task<ActorAnswer>> call, CancellationToken cancellationToken)
    {
        var endpoint = before.Scope switch
        {
            ActorBreakerScope.Type => "",
            ActorBreakerScope.Id => key.Id,
            _ => key.ToString(),
        };
        try
        {
            return await before.Pipelines[endpoint].ExecuteAsync(async token => await call(token), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            throw ActorErrors.Invoke("circuit breaker is open").ToException();
        }
    }

    private static Failure? FailureOf(Outcome<ActorAnswer> outcome) => outcome.Exception is { } exception
        ? Failures.Of(exception)
        : outcome.Result is { IsSuccess: false } ? new Failure { HttpStatus = 500 } : null;

    private Before? Create((Sidecar Caller, string Type) call)
    {
        if (call.Caller.Resources.Resiliency.ForActor(call.Type) is not { } found || found.Policies is { Retry: null, CircuitBreaker: null })
            return null;
        var pipelines = new PolicyPipelines<ActorAnswer>($"actor {call.Type} ", found.Policies with { Timeout = null }, FailureOf, time, logger);
        return new Before(pipelines, found.Scope);
    }

    private sealed record Before(PolicyPipelines<ActorAnswer> Pipelines, ActorBreakerScope Scope);
}
