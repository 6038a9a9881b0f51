using Platform.RateLimit.V1;
using static RateLimit.Tests.Api.Calls;

namespace RateLimit.Tests.Api;

public sealed class CheckTests(RateLimitFixture limiter) : IClassFixture<RateLimitFixture>
{
    private readonly RateLimitService.RateLimitServiceClient _client = limiter.Client;

    [Theory]
    [InlineData("token-bucket", 1, 12)]
    [InlineData("leaky-bucket", 1, 12)]
    [InlineData("gcra", 1, 12)]
    [InlineData("sliding-log", 0, 60)]
    [InlineData("sliding-window-counter", 0, 72)]
    public async Task Check_EachAlgorithm_PassesFiveAndThenAsItSays(string algorithm, int afterTwelveSeconds, int retryAfter)
    {
        limiter.Clock.Advance(UntilNextMinute());
        var request = Request(("algorithm", algorithm));

        (await _client.PassAsync(request, 8)).ShouldBe(5);
        var denied = await _client.CheckAsync(request);
        limiter.Clock.Advance(TimeSpan.FromSeconds(12));
        var passed = await _client.PassAsync(request, 3);

        denied.Reason.ShouldBe(CheckResponse.Types.Reason.OverLimit);
        denied.RetryAfter.ToTimeSpan().TotalSeconds.ShouldBe(retryAfter);
        passed.ShouldBe(afterTwelveSeconds);
    }

    [Fact]
    public async Task Check_ExactRule_StandsInForTheGeneralOne()
    {
        (await _client.PassAsync(Request(("algorithm", "none of them")), 3)).ShouldBe(1);
        (await _client.PassAsync(Request(("algorithm", "another")), 3)).ShouldBe(1);
    }

    [Fact]
    public async Task Check_SeveralWindows_PassOnlyWhatAllLetPass()
    {
        limiter.Clock.Advance(UntilNextHour());
        var request = Request(("windows", "a"));

        (await _client.PassAsync(request, 5)).ShouldBe(2);
        limiter.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _client.PassAsync(request, 5)).ShouldBe(1);
        var denied = await _client.CheckAsync(request);

        denied.Limits.Single(limit => limit.Name == "short").ShouldSatisfyAllConditions(
            limit => limit.Allowed.ShouldBeTrue(), limit => limit.Remaining.ShouldBe(1), limit => limit.Limit.ShouldBe(2));
        denied.Limits.Single(limit => limit.Name == "long").ShouldSatisfyAllConditions(
            limit => limit.Allowed.ShouldBeFalse(), limit => limit.Remaining.ShouldBe(0), limit => limit.Window.Seconds.ShouldBe(3600));
    }

    [Fact]
    public async Task Check_Hierarchy_WhatOneLevelRefusesCostsTheOthersNothing()
    {
        limiter.Clock.Advance(UntilNextHour());

        (await _client.PassAsync(Request(("tree", "oak"), ("branch", "1")), 10)).ShouldBe(2);
        (await _client.PassAsync(Request(("tree", "oak"), ("branch", "2")), 10)).ShouldBe(2);
        (await _client.PassAsync(Request(("tree", "oak"), ("branch", "3")), 10)).ShouldBe(0);

        // The tree had none left for it, and so the branch has both of its own.
        var peek = await _client.PeekAsync(new PeekRequest { Domain = "test", Facts = { ["tree"] = "oak", ["branch"] = "3" } });
        peek.Limits.Single(limit => limit.Rule == "branch").Remaining.ShouldBe(2);
        peek.Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task Check_Cost_TakesAsMuch()
    {
        limiter.Clock.Advance(UntilNextHour());
        var request = Request(("tree", "fir"));
        request.Cost = 3;

        (await _client.PassAsync(request, 2)).ShouldBe(1);
        request.Cost = 1;
        (await _client.PassAsync(request, 2)).ShouldBe(1);
        request.Cost = 5;
        (await _client.CheckAsync(request)).RetryAfter.ShouldBeNull("more than the limit never passes");
    }

    [Fact]
    public async Task Check_Drain_TakesWhatIsLeft()
    {
        limiter.Clock.Advance(UntilNextHour());
        var request = Request(("tree", "elm"));
        request.Cost = 5;
        request.Drain = true;

        (await _client.CheckAsync(request)).Allowed.ShouldBeFalse();

        (await _client.PassAsync(Request(("tree", "elm")), 1)).ShouldBe(0);
    }

    [Fact]
    public async Task Check_Shadow_CountsAndLetsPass()
    {
        var request = Request(("quiet", "a"));

        (await _client.PassAsync(request, 3)).ShouldBe(3);

        var limit = (await _client.CheckAsync(request)).Limits.Single();
        limit.Shadow.ShouldBeTrue();
        limit.Allowed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("ip", "10.1.2.3", CheckResponse.Types.Reason.AllowListed)]
    [InlineData("ip", "::ffff:10.1.2.3", CheckResponse.Types.Reason.AllowListed)]
    [InlineData("ip", "10.6.6.6", CheckResponse.Types.Reason.DenyListed)]
    [InlineData("ip", "11.0.0.1", CheckResponse.Types.Reason.NoRule)]
    [InlineData("user", "mallory", CheckResponse.Types.Reason.DenyListed)]
    [InlineData("user", "alice", CheckResponse.Types.Reason.NoRule)]
    public async Task Check_Lists_DecideBeforeRules(string fact, string value, CheckResponse.Types.Reason reason)
    {
        var response = await _client.CheckAsync(Request((fact, value)));

        response.Reason.ShouldBe(reason);
        response.Allowed.ShouldBe(reason != CheckResponse.Types.Reason.DenyListed);
    }

    [Theory]
    [InlineData("free", 3)]
    [InlineData("gold", 6)]
    [InlineData("unheard of", 3)]
    public async Task Check_Plan_IsThatOfTheTier(string tier, int passes) =>
        (await _client.PassAsync(Request(("account", $"of {tier}"), ("tier", tier)), 10)).ShouldBe(passes);

    [Fact]
    public async Task Check_PlanWithTwoQuotas_KeepsBoth()
    {
        limiter.Clock.Advance(UntilNextHour());
        var request = Request(("account", "months"), ("tier", "gold"));

        (await _client.PassAsync(request, 10)).ShouldBe(6);
        limiter.Clock.Advance(TimeSpan.FromDays(1));
        (await _client.PassAsync(request, 10)).ShouldBe(2);
        limiter.Clock.Advance(TimeSpan.FromDays(32));
        (await _client.PassAsync(request, 10)).ShouldBe(6);
    }

    [Fact]
    public async Task Check_CalendarDay_EndsAtMidnightOfTheZone()
    {
        var request = Request(("calendar", "a"));
        await _client.CheckAsync(request);
        var denied = await _client.CheckAsync(request);

        // 15:00 UTC is midnight in Tokyo.
        var midnight = limiter.Clock.GetUtcNow() + denied.RetryAfter.ToTimeSpan();

        midnight.TimeOfDay.ShouldBe(TimeSpan.FromHours(15));
        limiter.Clock.Advance(denied.RetryAfter.ToTimeSpan());
        (await _client.CheckAsync(request)).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Reset_Key_BeginsAnew()
    {
        var request = Request(("tree", "yew"));
        (await _client.PassAsync(request, 9)).ShouldBe(4);

        (await _client.ResetAsync(new ResetRequest { Domain = "test", Facts = { ["tree"] = "yew" } })).Counters.ShouldBe(1);

        (await _client.PassAsync(request, 9)).ShouldBe(4);
    }

    [Fact]
    public async Task BatchCheck_Requests_AreDecidedOneByOne()
    {
        var batch = new BatchCheckRequest();
        for (var i = 0; i < 6; i++)
        {
            batch.Requests.Add(Request(("tree", i < 5 ? "ash" : "beech")));
        }

        var responses = (await _client.BatchCheckAsync(batch)).Responses;

        responses.Select(response => response.Allowed).ShouldBe([true, true, true, true, false, true]);
    }

    private TimeSpan UntilNextMinute() => TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (limiter.Clock.GetUtcNow().Ticks % TimeSpan.TicksPerMinute));

    private TimeSpan UntilNextHour() => TimeSpan.FromTicks(TimeSpan.TicksPerHour - (limiter.Clock.GetUtcNow().Ticks % TimeSpan.TicksPerHour));
}
