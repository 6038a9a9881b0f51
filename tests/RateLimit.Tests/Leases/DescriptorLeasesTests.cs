using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting.Failures;
using Platform.RateLimit.Api;
using Platform.RateLimit.V1;
using Platform.RateLimiting;
using Platform.Testing;
using Code = Envoy.Service.RateLimit.V3.RateLimitResponse.Types.Code;

namespace RateLimit.Tests.Leases;

/// <summary>What an instance decides for proxies by tokens of its own.</summary>
public sealed class DescriptorLeasesTests : IDisposable
{
    private static readonly Dictionary<string, string> Facts = new() { ["user"] = "a" };

    private readonly FakeLimiter _owners = new();
    private readonly LeasedRateLimiter _limiter;
    private readonly DescriptorLeases _leases;

    public DescriptorLeasesTests()
    {
        _limiter = new LeasedRateLimiter(
            new Lazy<RateLimitService.RateLimitServiceClient>(() => _owners),
            new RateLimiterOptions { FailOpenFor = TimeSpan.Zero },
            new ManualTimeProvider(),
            NullLogger<LeasedRateLimiter>.Instance);
        _leases = new DescriptorLeases(_limiter);
    }

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task Decide_WithTokens_DoesNotAskTheOwner()
    {
        _owners.Lease = 1000;
        await DecideAsync(2);
        var calls = _owners.Calls;

        (await DecideAsync(700)).ShouldAllBe(code => code == Code.Ok);

        _owners.Calls.ShouldBe(calls);
    }

    [Fact]
    public async Task Decide_OwnerAway_UsesTokensAndThenSaysSo()
    {
        _owners.Lease = 8;
        await DecideAsync(2);
        _owners.IsAway = true;

        (await DecideAsync(8)).ShouldAllBe(code => code == Code.Ok);
        for (var i = 0; i < 10; i++)
        {
            (await Should.ThrowAsync<UnavailableException>(() => DecideAsync(1))).Reason.ShouldBe("COUNTERS_UNAVAILABLE");
        }
    }

    private async Task<List<Code>> DecideAsync(int count)
    {
        var codes = new List<Code>();
        for (var i = 0; i < count; i++)
        {
            codes.Add((await _leases.DecideAsync("test", Facts, cost: 1)).OverallCode);
        }

        return codes;
    }
}
