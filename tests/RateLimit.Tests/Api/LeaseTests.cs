using Platform.RateLimit.V1;
using static RateLimit.Tests.Api.Calls;

namespace RateLimit.Tests.Api;

/// <summary>Leases of a rule with a limit of 100 and a share of 0.2: at most 20 tokens are out at once.</summary>
public sealed class LeaseTests(RateLimitFixture limiter) : IClassFixture<RateLimitFixture>
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly RateLimitService.RateLimitServiceClient _client = limiter.Client;

    [Fact]
    public async Task Lease_MoreThanTheBound_IsHalfOfWhatIsLeftOfIt()
    {
        var response = await _client.CheckAsync(WithLease("cut", 50, 1));
        var others = new List<long>();
        for (var id = 2UL; id < 9; id++) others.Add((await _client.CheckAsync(WithLease("cut", 50, id))).Lease?.Tokens ?? 0);

        response.Lease.Tokens.ShouldBe(10);
        others.ShouldBe([5, 3, 1, 1, 0, 0, 0], "all that may be out is out");
        response.Lease.LeaseId.ShouldBe(1UL);
        response.Lease.Duration.ToTimeSpan().ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        response.Limits.Single().Remaining.ShouldBe(89);
    }

    [Fact]
    public async Task Lease_IsReturnedWithItsRest_TheRestIsThereAgain()
    {
        await _client.CheckAsync(WithLease("rest", 20, 7));
        var next = WithLease("rest", 5, 8);
        next.ReturnedLeases.Add(new LeaseReturn { LeaseId = 7, UnusedTokens = 6 });

        var response = await _client.CheckAsync(next);

        // 100 - 1 - 10 + 6 - 1 - 5.
        response.Limits.Single().Remaining.ShouldBe(89);
        response.Lease.Tokens.ShouldBe(5);
    }

    [Fact]
    public async Task ReturnLeases_TwiceOrTooMuch_GivesBackOnce()
    {
        await _client.CheckAsync(WithLease("twice", 10, 9));
        var back = new ReturnLeasesRequest
        {
            Items =
            {
                new ReturnLeasesRequest.Types.Item
                {
                    Domain = "test",
                    Facts = { ["leased"] = "twice" },
                    Lease = new LeaseReturn { LeaseId = 9, UnusedTokens = 1000 },
                },
            },
        };

        await _client.ReturnLeasesAsync(back);
        await _client.ReturnLeasesAsync(back);

        (await RemainingAsync("twice")).ShouldBe(99);
    }

    [Fact]
    public async Task ReturnLeases_WhenTheLeaseIsOver_GivesNothingBack()
    {
        // The window must not end between the two calls.
        limiter.Clock.Advance(UntilWindowEnds());
        await _client.CheckAsync(WithLease("late", 10, 11));
        limiter.Clock.Advance(TimeSpan.FromSeconds(10));

        var next = WithLease("late", 20, 12);
        next.ReturnedLeases.Add(new LeaseReturn { LeaseId = 11, UnusedTokens = 10 });
        var response = await _client.CheckAsync(next);

        response.Lease.Tokens.ShouldBe(10, "the one that is over is not out any more");
        response.Limits.Single().Remaining.ShouldBe(78);
    }

    [Fact]
    public async Task Lease_NearTheEndOfTheWindow_EndsWithIt()
    {
        limiter.Clock.Advance(UntilWindowEnds() + Window - TimeSpan.FromSeconds(3));

        var response = await _client.CheckAsync(WithLease("end", 10, 13));

        response.Lease.Duration.ToTimeSpan().ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Lease_OfRulesWithoutLeases_IsNone()
    {
        var request = Request(("algorithm", "gcra"), ("leased", "not"));
        request.Lease = Lease(10, 14);

        var response = await _client.CheckAsync(request);

        response.Allowed.ShouldBeTrue();
        response.Lease.ShouldBeNull();
        (await RemainingAsync("not")).ShouldBe(99, "what the other rule would have leased is given back");
    }

    [Fact]
    public async Task Lease_TokensOnly_CostsNothingElse()
    {
        var request = WithLease("only", 10, 15);
        request.Lease.TokensOnly = true;

        (await _client.CheckAsync(request)).Limits.Single().Remaining.ShouldBe(90);
    }

    private TimeSpan UntilWindowEnds() => TimeSpan.FromTicks(Window.Ticks - (limiter.Clock.GetUtcNow().Ticks % Window.Ticks));

    private static CheckRequest WithLease(string key, long tokens, ulong id)
    {
        var request = Request(("leased", key));
        request.Lease = Lease(tokens, id);
        return request;
    }

    private async Task<long> RemainingAsync(string key) =>
        (await _client.PeekAsync(new PeekRequest { Domain = "test", Facts = { ["leased"] = key } })).Limits.Single(limit => limit.Rule == "leased").Remaining;
}
