using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace LocalDapr.Tests.Resiliency;

/// <summary>Retries, circuit breakers and timeouts at work, on a clock that the test moves.</summary>
public sealed class PolicyPipelinesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<DateTimeOffset> _attempts = [];

    [Fact]
    public async Task Execute_Failing_IsRetriedAfterThePausesOfThePolicy()
    {
        var pipeline = PipelineOf("  policies: {retries: {DefaultRetryPolicy: {policy: exponential, maxRetries: 3}}}");

        var result = await RunAsync(pipeline.ExecuteAsync(_ => Attempt(503)).AsTask());

        result.ShouldBe(503);
        Pauses().Zip([500, 750, 1125]).ShouldAllBe(pair => pair.First >= pair.Second && pair.First < pair.Second + 250);
    }

    [Fact]
    public async Task Execute_StatusThatDoesNotMatch_IsNotRetried()
    {
        var pipeline = PipelineOf("  policies: {retries: {DefaultRetryPolicy: {maxRetries: 3, matching: {httpStatusCodes: 500-599}}}}");

        (await RunAsync(pipeline.ExecuteAsync(_ => Attempt(404)).AsTask())).ShouldBe(404);

        _attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Execute_SlowerThanTheTimeout_IsEndedAndRetried()
    {
        var pipeline = PipelineOf("  policies: {timeouts: {DefaultTimeoutPolicy: 2s}, retries: {DefaultRetryPolicy: {maxRetries: 2, duration: 1s}}}");

        await Should.ThrowAsync<TimeoutRejectedException>(() => RunAsync(pipeline.ExecuteAsync(async token =>
        {
            _attempts.Add(_time.GetUtcNow());
            await Task.Delay(TimeSpan.FromHours(1), _time, token);
            return 200;
        }).AsTask()));

        Pauses().ShouldAllBe(pause => pause >= 3000 && pause < 3500);
    }

    [Fact]
    public async Task Execute_TimeoutLongerThanADay_Holds()
    {
        var pipeline = PipelineOf("  policies: {timeouts: {DefaultTimeoutPolicy: 48h}}");

        var running = pipeline.ExecuteAsync(async token =>
        {
            await Task.Delay(TimeSpan.FromHours(47), _time, token);
            return 200;
        }).AsTask();
        _time.Advance(TimeSpan.FromHours(47));

        (await running).ShouldBe(200);
    }

    [Fact]
    public async Task Execute_CircuitBreakerOpen_RefusesAtOnceAndIsNotRetried()
    {
        var pipeline = PipelineOf("""
              policies:
                retries: {DefaultRetryPolicy: {maxRetries: -1, duration: 1s}}
                circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: consecutiveFailures >= 3, timeout: 30s}}
            """);

        await Should.ThrowAsync<BrokenCircuitException>(() => RunAsync(pipeline.ExecuteAsync(_ => Attempt(500)).AsTask()));
        _attempts.Count.ShouldBe(3);
        await Should.ThrowAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => Attempt(200)));
        _attempts.Count.ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(30));

        (await pipeline.ExecuteAsync(_ => Attempt(200))).ShouldBe(200);
    }

    [Fact]
    public async Task Execute_TimeoutOpensTheBreaker_AndTheCallersOwnLeavingDoesNot()
    {
        var pipeline = PipelineOf("""
              policies:
                timeouts: {DefaultTimeoutPolicy: 1s}
                circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: consecutiveFailures >= 1}}
            """);
        using var caller = new CancellationTokenSource();
        var left = pipeline.ExecuteAsync(Slow, caller.Token).AsTask();
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);

        await Should.ThrowAsync<TimeoutRejectedException>(() => RunAsync(pipeline.ExecuteAsync(Slow).AsTask()));

        await Should.ThrowAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => Attempt(200)));
    }

    [Fact]
    public async Task Endpoints_OfOneTarget_HaveCircuitBreakersOfTheirOwnUpToTheCacheSize()
    {
        var pipelines = PipelinesOf("""
              policies:
                circuitBreakers: {once: {trip: totalFailures >= 1}}
              targets:
                apps: {target: {circuitBreaker: once, circuitBreakerCacheSize: 2}}
            """);
        await pipelines["a"].ExecuteAsync(_ => Attempt(500));

        (await pipelines["b"].ExecuteAsync(_ => Attempt(200))).ShouldBe(200);
        await Should.ThrowAsync<BrokenCircuitException>(async () => await pipelines["a"].ExecuteAsync(_ => Attempt(200)));
        _ = pipelines["c"];
        pipelines["a"].ShouldBeSameAs(pipelines["a"]);
        _ = pipelines["d"];
        _ = pipelines["e"];

        (await pipelines["a"].ExecuteAsync(_ => Attempt(200))).ShouldBe(200, "a was not used for longest and is forgotten");
    }

    private ValueTask<int> Attempt(int status)
    {
        _attempts.Add(_time.GetUtcNow());
        return ValueTask.FromResult(status);
    }

    private async ValueTask<int> Slow(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromHours(1), _time, cancellationToken);
        return 200;
    }

    /// <summary>Moves the clock until the call has ended.</summary>
    private async Task<int> RunAsync(Task<int> call)
    {
        await Eventually.AssertAsync(() =>
        {
            if (!call.IsCompleted)
                _time.Advance(TimeSpan.FromMilliseconds(125));
            call.IsCompleted.ShouldBeTrue();
        });
        return await call;
    }

    private IEnumerable<double> Pauses() => _attempts.Zip(_attempts.Skip(1), (earlier, later) => (later - earlier).TotalMilliseconds);

    private ResiliencePipeline<int> PipelineOf(string spec) => PipelinesOf(spec)[""];

    private PolicyPipelines<int> PipelinesOf(string spec) => new(
        "target",
        Specs.Policies(spec).ForApp("target")!,
        outcome => outcome.Exception is { } exception ? Failures.Of(exception) : Failure.Of(outcome.Result),
        _time,
        NullLogger.Instance);
}
