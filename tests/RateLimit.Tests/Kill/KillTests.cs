using Grpc.Core;
using Grpc.Net.Client;
using Platform.RateLimit.V1;
using Platform.Testing;
using RateLimit.Tests.Api;

namespace RateLimit.Tests.Kill;

/// <summary>What <c>kill -9</c> of an instance of the limiter, or of localdapr, does to counters. Leases are off: what passes is exact.</summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int Limit = 1000;
    private const int Keys = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly ServiceInstance _first;
    private readonly ServiceInstance _second;
    private readonly ServiceProcesses _services;
    private int _answered;

    public KillTests()
    {
        _first = Instance();
        _second = Instance();
        _services = new ServiceProcesses(_first, _second);
    }

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["rules.yaml"], $$"""
            domains:
              test:
                rules:
                  window: {match: {window: "*"}, limits: [{algorithm: fixed-window, limit: {{Limit}}/year}]}
                  bucket: {match: {bucket: "*"}, limits: [{algorithm: gcra, limit: 1/h, burst: {{Limit}}}]}
            """);
        await _services.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task KillBothInstances_AmongChecks_NothingThatPassedIsForgotten()
    {
        var tallies = Enumerable.Range(0, Keys).Select(key => new Tally(key % 2 == 0 ? "window" : "bucket", $"key-{key}")).ToList();
        var callers = tallies.Select(tally => HammerAsync(tally, Limit)).ToList();

        await Eventually.AssertAsync(() => _answered.ShouldBeGreaterThan(Keys * Limit / 8), Patience);
        ServiceProcesses.Kill(_first);
        await Eventually.AssertAsync(() => _answered.ShouldBeGreaterThan(Keys * Limit / 2), Patience);
        // Now every counter has had another owner.
        ServiceProcesses.Kill(_second);
        Volatile.Read(ref _answered).ShouldBeLessThan(Keys * Limit, "it was killed too late to be in the middle");
        await Task.WhenAll(callers);

        foreach (var tally in tallies)
        {
            tally.Passed.ShouldBeLessThanOrEqualTo(Limit);
            // A call that broke off may have counted, and so may its second attempt.
            tally.Passed.ShouldBeGreaterThanOrEqualTo(Limit - (2 * tally.Broken) - (2 * tally.Retried));
            (await RemainingAsync(tally)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task KillLocalDapr_WithCountersInUse_TheyGoOn()
    {
        var tallies = Enumerable.Range(0, Keys).Select(key => new Tally(key % 2 == 0 ? "window" : "bucket", $"key-{key}")).ToList();
        using var stop = new CancellationTokenSource();
        var callers = tallies.Select(tally => HammerAsync(tally, Limit, stop.Token)).ToList();
        await Eventually.AssertAsync(() => _answered.ShouldBeGreaterThan(Keys * Limit / 8), Patience);

        await _services.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        await _services.StartAsync();

        foreach (var tally in tallies)
        {
            var remaining = await RemainingAsync(tally);
            remaining.ShouldBeInRange(Limit - tally.Passed - (2 * tally.Broken), Limit - tally.Passed);
        }
    }

    private async Task HammerAsync(Tally tally, int passes, CancellationToken stop = default)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_second.GrpcPort}");
        var client = new RateLimitService.RateLimitServiceClient(channel);
        var headers = new Metadata { { "dapr-app-id", "ratelimit" } };
        var denied = 0;
        while (denied < 3 && tally.Passed < passes * 2 && !stop.IsCancellationRequested)
        {
            try
            {
                var response = await client.CheckAsync(Calls.Request((tally.Fact, tally.Value)), headers, cancellationToken: stop);
                tally.Passed += response.Allowed ? 1 : 0;
                denied += response.Allowed ? 0 : 1;
                Interlocked.Increment(ref _answered);
            }
            catch (RpcException)
            {
                tally.Broken++;
                await Task.Yield();
            }
        }
    }

    private async Task<long> RemainingAsync(Tally tally)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_second.GrpcPort}");
        var client = new RateLimitService.RateLimitServiceClient(channel);
        var headers = new Metadata { { "dapr-app-id", "ratelimit" } };
        var remaining = 0L;
        await Eventually.AssertAsync(
            async () =>
            {
                var peek = new PeekRequest { Domain = "test", Facts = { [tally.Fact] = tally.Value } };
                remaining = (await client.PeekAsync(peek, headers)).Limits.Single().Remaining;
            },
            Patience);
        return remaining;
    }

    private ServiceInstance Instance() => new("ratelimit", "RateLimit")
    {
        Environment = new Dictionary<string, string> { ["RateLimit__RulesFile"] = _folder["rules.yaml"] },
    };

    private sealed record Tally(string Fact, string Value)
    {
        /// <summary>The sidecar and the service try again what found nobody; those that were under way then may have counted unseen.</summary>
        public int Retried { get; } = 8;

        public int Passed { get; set; }

        public int Broken { get; set; }
    }
}
