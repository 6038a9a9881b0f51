using Grpc.Core;
using Platform.RateLimit.V1;
using static RateLimit.Tests.Api.Calls;

namespace RateLimit.Tests.Api;

public sealed class RuleTests(RateLimitFixture limiter) : IClassFixture<RateLimitFixture>
{
    private readonly RateLimitRuleService.RateLimitRuleServiceClient _rules = limiter.Rules;

    [Fact]
    public async Task UpdateRule_New_IsInForceAtOnce()
    {
        var rule = await _rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = NewRule("cars", "car", "2/hour") });

        rule.Origin.ShouldBe(Rule.Types.Origin.Api);
        (await limiter.Client.PassAsync(Request(("car", "a")), 5)).ShouldBe(2);
        (await _rules.GetRuleAsync(new GetRuleRequest { Name = rule.Name })).ShouldBe(rule);
        (await _rules.ListRulesAsync(new ListRulesRequest { Parent = "rateLimitDomains/test" })).Rules.ShouldContain(rule);
    }

    [Fact]
    public async Task UpdateRule_NewAmount_KeepsWhatWasCounted()
    {
        await _rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = NewRule("boats", "boat", "2/hour") });
        await limiter.Client.PassAsync(Request(("boat", "a")), 2);

        await _rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = NewRule("boats", "boat", "5/hour") });

        (await limiter.Client.PassAsync(Request(("boat", "a")), 9)).ShouldBe(3);
    }

    [Fact]
    public async Task DeleteRule_ThatStoodInForOneOfTheFile_BringsThatBack()
    {
        const string Name = "rateLimitDomains/test/rules/calendar";
        await _rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = NewRule("calendar", "calendar", "7/hour") });
        (await _rules.GetRuleAsync(new GetRuleRequest { Name = Name })).Limits.Single().Limit_.ShouldBe("7/hour");

        await _rules.DeleteRuleAsync(new DeleteRuleRequest { Name = Name });

        var rule = await _rules.GetRuleAsync(new GetRuleRequest { Name = Name });
        rule.Origin.ShouldBe(Rule.Types.Origin.File);
        rule.Limits.Single().Limit_.ShouldBe("1/day");
        (await FailsAsync(_rules.DeleteRuleAsync(new DeleteRuleRequest { Name = Name }))).ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task UpdateRule_OldETag_IsAborted()
    {
        var rule = await _rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = NewRule("bikes", "bike", "2/hour") });
        var changed = rule.Clone();
        changed.Shadow = true;
        await _rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = changed });

        (await FailsAsync(_rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = changed }))).ShouldBe(StatusCode.Aborted);
        (await FailsAsync(_rules.DeleteRuleAsync(new DeleteRuleRequest { Name = rule.Name, Etag = rule.Etag }))).ShouldBe(StatusCode.Aborted);
    }

    [Theory]
    [InlineData("Bad Name", "x", "2/hour")]
    [InlineData("good", "x", "2/fortnight")]
    [InlineData("good", "x", "0/hour")]
    [InlineData("good", "x", "2")]
    [InlineData("good", "tree", "2/hour")]
    public async Task UpdateRule_Bad_IsRefused(string name, string fact, string limit) =>
        (await FailsAsync(_rules.UpdateRuleAsync(new UpdateRuleRequest { Rule = NewRule(name, fact, limit) }))).ShouldBe(StatusCode.InvalidArgument);

    private static Rule NewRule(string name, string fact, string limit) => new()
    {
        Name = $"rateLimitDomains/test/rules/{name}",
        Match = { [fact] = "*" },
        Limits = { new Limit { Algorithm = "fixed-window", Limit_ = limit } },
    };

    private static async Task<StatusCode> FailsAsync<T>(AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode;
}
