using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>The policies of one target at work. Each endpoint of the target has a circuit breaker of its own, so that one broken method closes no other.</summary>
/// <typeparam name="T">What an attempt ends with.</typeparam>
internal sealed partial class PolicyPipelines<T>
{
    private readonly string _target;
    private readonly Policies _policies;
    private readonly Func<Outcome<T>, Failure?> _failureOf;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LeastRecentlyUsed<string, ResiliencePipeline<T>>? _byEndpoint;
    private readonly ResiliencePipeline<T>? _forAll;

    /// <param name="target">Names the target in logs.</param>
    /// <param name="policies">Its policies.</param>
    /// <param name="failureOf">Says whether, and how, an attempt failed.</param>
    /// <param name="time">The clock of pauses, timeouts and circuit breakers.</param>
    /// <param name="logger">Hears of retries and of circuit breakers that change.</param>
    public PolicyPipelines(string target, Policies policies, Func<Outcome<T>, Failure?> failureOf, TimeProvider time, ILogger logger)
    {
        (_target, _policies, _failureOf, _time, _logger) = (target, policies, failureOf, time, logger);
        if (policies.CircuitBreaker is null)
            _forAll = Build(endpoint: "");
        else
            _byEndpoint = new(policies.CircuitBreakerCacheSize);
    }

    /// <summary>The pipeline for calls of an endpoint; a target without endpoints has one, named "".</summary>
    public ResiliencePipeline<T> this[string endpoint] => _forAll ?? _byEndpoint!.GetOrAdd(endpoint, Build);

    /// <summary>Whether the policies are of no account for an attempt that does not fail.</summary>
    public bool OnlyRetry => _policies is { Timeout: null, CircuitBreaker: null };

    private ResiliencePipeline<T> Build(string endpoint)
    {
        var builder = new ResiliencePipelineBuilder<T> { TimeProvider = _time };
        if (_policies.Retry is { MaxRetries: > 0 } retry)
            builder.AddRetry(ToStrategy(retry));
        if (_policies.CircuitBreaker is { } breaker)
        {
            var instance = new CircuitBreaker(_target + endpoint, breaker, _time, _logger);
            builder.AddStrategy(_ => new CircuitBreakerStrategy<T>(instance, _failureOf), new CircuitBreakerStrategyOptions());
        }

        // The generator takes any length, where the property wants no more than a day.
        if (_policies.Timeout is { } timeout)
            builder.AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => new(timeout) });
        return builder.Build();
    }

    private RetryStrategyOptions<T> ToStrategy(RetryPolicy retry) => new()
    {
        MaxRetryAttempts = retry.MaxRetries,
        ShouldHandle = attempt => new(_failureOf(attempt.Outcome) is { } failure && retry.Covers(failure)),
        DelayGenerator = attempt => new(retry.DelayBefore(attempt.AttemptNumber + 1)),
        OnRetry = attempt =>
        {
            // The first one only: a target that is down for long would fill the log.
            if (attempt.AttemptNumber == 0)
                LogRetry(_target, attempt.RetryDelay);
            return default;
        },
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call of {Target} failed and is tried again in {Pause}")]
    private partial void LogRetry(string target, TimeSpan pause);
}
