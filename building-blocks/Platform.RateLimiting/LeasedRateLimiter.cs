using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Hosting;
using Platform.RateLimit.V1;
using Platform.RateLimiting.Internal;
using Platform.State.Caching;

namespace Platform.RateLimiting;

/// <summary>
/// Decides whether requests are within their limits: by tokens that it has leased where it has some, else by asking the limiter. A decision by leased
/// tokens takes no lock and no call. What leases may let pass beyond a limit is the rule's lease share; see the limiter's README.
/// </summary>
/// <param name="client">The limiter, made when it is first asked.</param>
/// <param name="options">How it decides.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class LeasedRateLimiter(
    Lazy<RateLimitService.RateLimitServiceClient> client, RateLimiterOptions options, TimeProvider clock, ILogger<LeasedRateLimiter> logger) : BackgroundService
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan NoLeaseTime = TimeSpan.FromSeconds(2);

    private readonly CheckCalls _calls = new(client, options, clock);
    private readonly SieveCache<KeyState> _keys = new(options.Capacity);
    private readonly LeaseSweep _sweep = new(client, clock, options);
    private readonly Reachability _limiter = new(options, clock);

    /// <summary>Decides about a request, and takes its cost where it passes. Completes at once where leased tokens, or what is remembered, decide.</summary>
    /// <param name="key">What is known of the request.</param>
    /// <param name="cost">What it costs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask<RateLimitDecision> CheckAsync(RateLimitKey key, int cost = 1, CancellationToken cancellationToken = default)
    {
        var state = Find(key);
        var now = clock.GetTimestamp();
        if (state.Find(cost, now) is { } remembered)
        {
            RateLimiterMetrics.Count(remembered.Outcome, isLocal: true);
            var age = clock.GetElapsedTime(remembered.At, now);
            return ValueTask.FromResult(new RateLimitDecision(remembered.Outcome, state.Seen?.Limits ?? [], age, RetryAfter: remembered.RetryAfter - age));
        }

        if (!state.TryTake(cost, now, out var left, out var isLow))
        {
            return new ValueTask<RateLimitDecision>(AskAsync(state, cost, cancellationToken));
        }

        if (isLow && !_limiter.IsOpen && state.TryBeginRefill(now, clock.TimestampFrequency, options.MaxLease))
        {
            _ = RefillAsync(state);
        }

        RateLimiterMetrics.Count(RateLimitOutcome.Allowed, isLocal: true);
        var seen = state.Seen!;
        return ValueTask.FromResult(new RateLimitDecision(RateLimitOutcome.Allowed, seen.Limits, clock.GetElapsedTime(seen.At, now), left));
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _sweep.RunAsync(SweepInterval, stoppingToken);

    private KeyState Find(RateLimitKey key)
    {
        var id = key.Id();
        if (!_keys.TryGet(id, out var state))
        {
            // Two that come at once may make two, and the second stays: what the first has leased it gives back.
            state = new KeyState(key with { Facts = [.. key.Facts] });
            _keys.Set(id, state);
        }

        return state;
    }

    private async Task<RateLimitDecision> AskAsync(KeyState state, int cost, CancellationToken cancellationToken)
    {
        if (_limiter.IsOpen)
        {
            // Whether it is back is found out behind the request, which does not wait for it.
            if (_limiter.MayCall())
            {
                _ = ProbeAsync(state, cost);
            }

            return Unasked();
        }

        var isRefill = options.UseLeases && state.TryBeginRefill(clock.GetTimestamp(), clock.TimestampFrequency, options.MaxLease);
        try
        {
            var response = await CallAsync(state, state.Key.ToRequest(cost), isRefill, cancellationToken);
            var decision = Read(state, response, cost);
            RateLimiterMetrics.Count(decision.Outcome, isLocal: false);
            return decision;
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unasked();
        }
        finally
        {
            if (isRefill)
            {
                state.EndRefill();
            }
        }
    }

    private async Task ProbeAsync(KeyState state, int cost)
    {
        CurrentCall.Leave();
        try
        {
            await CallAsync(state, state.Key.ToRequest(cost), isRefill: false, CancellationToken.None);
        }
        catch (RpcException)
        {
            // Still away.
        }
    }

    private async Task RefillAsync(KeyState state)
    {
        CurrentCall.Leave();
        try
        {
            var request = state.Key.ToRequest(cost: 0);
            await CallAsync(state, request, isRefill: true, CancellationToken.None);
        }
        catch (RpcException)
        {
            // Counted; whoever finds no token asks again.
        }
        finally
        {
            state.EndRefill();
        }
    }

    private async Task<CheckResponse> CallAsync(KeyState state, CheckRequest request, bool isRefill, CancellationToken cancellationToken)
    {
        // Before the call: a lease that runs from the limiter's answer is never used longer than the limiter believes.
        var start = clock.GetTimestamp();
        if (isRefill)
        {
            state.AskForTokens(request, NewLeaseId(), start);
            request.Lease.TokensOnly = request.Cost == 0;
        }

        try
        {
            var response = await _calls.CheckAsync(request).WaitAsync(cancellationToken);
            if (_limiter.Succeeded())
            {
                LogReachable(logger);
            }

            Keep(state, request, response, start);
            return response;
        }
        catch (RpcException failure) when (failure.StatusCode is not StatusCode.InvalidArgument && !cancellationToken.IsCancellationRequested)
        {
            if (_limiter.Failed())
            {
                LogUnreachable(logger, failure.StatusCode);
            }

            throw;
        }
    }

    private void Keep(KeyState state, CheckRequest request, CheckResponse response, long start)
    {
        state.Seen = new Snapshot(LimitStatuses.Of(response), start);
        if (request.Lease is null)
        {
            return;
        }

        if (response.Lease is { } lease)
        {
            state.Use(new HeldLease(lease.LeaseId, lease.Tokens, start + Ticks(lease.Duration.ToTimeSpan())));
            _sweep.Watch(state);
        }
        else if (response.Allowed)
        {
            state.UseNoLeaseUntil(start + Ticks(NoLeaseTime));
        }
    }

    private RateLimitDecision Read(KeyState state, CheckResponse response, int cost)
    {
        var outcome = response.Allowed ? RateLimitOutcome.Allowed
            : response.Reason == CheckResponse.Types.Reason.DenyListed ? RateLimitOutcome.DenyListed
            : RateLimitOutcome.Denied;
        var retryAfter = response.RetryAfter?.ToTimeSpan();
        var seen = state.Seen!;
        // Counted requests that pass must be counted again; all else holds for a while.
        if (response.Reason != CheckResponse.Types.Reason.Unspecified && options.RememberFor > TimeSpan.Zero)
        {
            var time = retryAfter < options.RememberFor ? retryAfter.Value : options.RememberFor;
            state.Remember(new Remembered(response.Allowed ? 0 : cost, outcome, retryAfter, seen.At, seen.At + Ticks(time)));
        }

        return new RateLimitDecision(outcome, seen.Limits, LocalTokens: response.Lease?.Tokens ?? 0, RetryAfter: retryAfter);
    }

    private RateLimitDecision Unasked()
    {
        var outcome = _limiter.Outcome();
        RateLimiterMetrics.Count(outcome, isLocal: false);
        return new RateLimitDecision(outcome, [], RetryAfter: outcome == RateLimitOutcome.Unavailable ? options.RetryInterval : null);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private static ulong NewLeaseId() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    [LoggerMessage(1, LogLevel.Warning, "The rate limiter cannot be reached ({Status}): requests pass unlimited for the grace time")]
    private static partial void LogUnreachable(ILogger logger, StatusCode status);

    [LoggerMessage(2, LogLevel.Information, "The rate limiter can be reached again")]
    private static partial void LogReachable(ILogger logger);
}
