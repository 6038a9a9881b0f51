using System.Diagnostics;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.RateLimit;
using Platform.RateLimit.V1;
using Platform.RateLimiting;
using Platform.Testing;
using Platform.Testing.Services;

namespace RateLimit.Tests.Leases;

/// <summary>Four callers as gateways are, each with many requests at once for the same key.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private const int Gateways = 4;
    private const int RequestsAtOnce = 16;

    private readonly TempFolder _folder = new();
    private TestPlatform? _platform;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["rules.yaml"], """
            domains:
              test:
                rules:
                  exact: {match: {exact: "*"}, limits: [{algorithm: fixed-window, limit: 2000/year}]}
                  leased: {match: {leased: "*"}, leaseShare: 0.1, leaseFor: 1s, limits: [{algorithm: fixed-window, limit: 20000/year}]}
                  flow: {match: {flow: "*"}, leaseShare: 0.1, leaseFor: 1s, limits: [{algorithm: token-bucket, limit: 2000/second}]}
            """);
        _platform = await TestPlatform.StartAsync(new ServiceSettings<RateLimitOptions>
        {
            AppId = "ratelimit",
            Configuration = new Dictionary<string, string?> { ["RateLimit:RulesFile"] = _folder["rules.yaml"] },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _platform!.DisposeAsync();
        _folder.Dispose();
        _platform.Logs.ShouldHoldNoErrors();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Crowd_WithoutLeases_PassesExactlyTheLimit(bool isRemembering)
    {
        await using var crowd = await Crowd.StartAsync(this, leases: false, isRemembering);

        var passed = await crowd.HammerUntilDeniedAsync(new RateLimitKey("test", KeyValuePair.Create("exact", isRemembering.ToString())), beyond: 200);

        passed.ShouldBe(2000);
    }

    [Fact]
    public async Task Crowd_WithLeases_PassesNoMoreThanTheLimit()
    {
        await using var crowd = await Crowd.StartAsync(this, leases: true, isRemembering: false);

        var passed = await crowd.HammerUntilDeniedAsync(new RateLimitKey("test", KeyValuePair.Create("leased", "a")), beyond: 200);

        // Leases of a fixed window end with it, so they add nothing; what others hold unused may be missing.
        passed.ShouldBeInRange(18_000, 20_000);
        crowd.LocalShare.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task Crowd_OnATokenBucket_PassesNoMoreThanTheLimitAndTheLeases()
    {
        await using var crowd = await Crowd.StartAsync(this, leases: true, isRemembering: true);
        var key = new RateLimitKey("test", KeyValuePair.Create("flow", "a"));
        // A bucket is full from the start: what flows in while everything is compiled is lost.
        await crowd.HammerForAsync(new RateLimitKey("test", KeyValuePair.Create("flow", "warm-up")), TimeSpan.FromSeconds(1));
        var start = Stopwatch.GetTimestamp();

        var passed = await crowd.HammerForAsync(key, TimeSpan.FromSeconds(3));

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        passed.ShouldBeLessThanOrEqualTo((int)(2000 + (2000 * seconds) + 200));
        passed.ShouldBeGreaterThan((int)((2000 + (2000 * seconds)) * 0.8));
    }

    private sealed class Crowd : IAsyncDisposable
    {
        private readonly List<GrpcChannel> _channels = [];
        private readonly List<LeasedRateLimiter> _gateways = [];
        private int _local;
        private int _all;

        private Crowd(CrowdTests tests, bool leases, bool isRemembering)
        {
            for (var i = 0; i < Gateways; i++)
            {
                _channels.Add(GrpcChannel.ForAddress(tests._platform!["ratelimit"].Address));
                _gateways.Add(new LeasedRateLimiter(
                    Client(_channels[i]),
                    new RateLimiterOptions
                    {
                        UseLeases = leases,
                        RememberFor = isRemembering ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
                        Timeout = TimeSpan.FromSeconds(30),
                    },
                    TimeProvider.System,
                    NullLogger<LeasedRateLimiter>.Instance));
            }
        }

        public static async Task<Crowd> StartAsync(CrowdTests tests, bool leases, bool isRemembering)
        {
            var crowd = new Crowd(tests, leases, isRemembering);
            foreach (var gateway in crowd._gateways)
            {
                await gateway.StartAsync(CancellationToken.None);
            }

            return crowd;
        }

        private static Lazy<RateLimitService.RateLimitServiceClient> Client(GrpcChannel channel) => new(() => new(channel));

        public double LocalShare => (double)_local / _all;

        /// <summary>Every caller goes on until it was denied so many times; gives how many requests passed.</summary>
        public Task<int> HammerUntilDeniedAsync(RateLimitKey key, int beyond) => HammerAsync(key, (denied, _) => denied < beyond);

        /// <summary>Every caller goes on for a time, and after a denial when it was told to; gives how many requests passed.</summary>
        public Task<int> HammerForAsync(RateLimitKey key, TimeSpan time) => HammerAsync(key, (_, elapsed) => elapsed < time, waits: true);

        public async ValueTask DisposeAsync()
        {
            foreach (var gateway in _gateways)
            {
                await gateway.StopAsync(CancellationToken.None);
                gateway.Dispose();
            }

            _channels.ForEach(channel => channel.Dispose());
        }

        private async Task<int> HammerAsync(RateLimitKey key, Func<int, TimeSpan, bool> goesOn, bool waits = false)
        {
            var callers = _gateways.SelectMany(gateway => Enumerable.Range(0, RequestsAtOnce).Select(_ => Task.Run(() => CallAsync(gateway, key, goesOn, waits))));
            return (await Task.WhenAll(callers)).Sum();
        }

        private async Task<int> CallAsync(LeasedRateLimiter gateway, RateLimitKey key, Func<int, TimeSpan, bool> goesOn, bool waits)
        {
            var (passed, denied) = (0, 0);
            var start = Stopwatch.GetTimestamp();
            while (goesOn(denied, Stopwatch.GetElapsedTime(start)))
            {
                var check = gateway.CheckAsync(key);
                Interlocked.Add(ref _local, check.IsCompleted ? 1 : 0);
                Interlocked.Increment(ref _all);
                var decision = await check;
                decision.Outcome.ShouldBeOneOf(RateLimitOutcome.Allowed, RateLimitOutcome.Denied);
                passed += decision.IsAllowed ? 1 : 0;
                denied += decision.IsAllowed ? 0 : 1;
                // Who comes back at once only takes the processor from those that hand out tokens.
                if (waits && decision.RetryAfter is { } retryAfter) await Task.Delay(retryAfter);
            }

            return passed;
        }
    }
}
