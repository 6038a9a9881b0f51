using Platform.RateLimit.Domain.Rules;
using Platform.RateLimit.Files;
using Platform.Testing;

namespace RateLimit.Tests.Domain;

public sealed class RuleFileTests
{
    [Fact]
    public void Lint_TheFileThatShips_IsRight()
    {
        using var output = new StringWriter();

        RuleLint.Run([Path.Combine(Repository.Root, "services/RateLimit/rules.yaml")], output).ShouldBe(0, output.ToString());
    }

    [Theory]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: magic, limit: 1/s}]}}}}", "d/r.limits[0].algorithm")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: gcra, limit: 1}]}}}}", "d/r.limits[0].limit")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: gcra, limit: 1/s, burst: -1}]}}}}", "d/r.limits[0].burst")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: gcra, limit: 2000000/s}]}}}}", "d/r.limits[0].limit")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: fixed-window, limit: 1/s, burst: 5}]}}}}", "d/r.limits[0].burst")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: fixed-window, limit: 1/day, timeZone: Mars}]}}}}", "d/r.limits[0].timeZone")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: sliding-log, limit: 1001/s}]}}}}", "d/r.limits[0].limit")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: token-bucket, limit: 1/month}]}}}}", "d/r.limits[0].limit")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: token-bucket, limit: 1000000000/31d}]}}}}", "d/r.limits[0].limit")]
    [InlineData("domains: {d: {rules: {r: {limits: []}}}}", "d/r.limits")]
    [InlineData("domains: {d: {rules: {r: {plan: {by: tier, default: nope}}}}}", "d/r.plan.default")]
    [InlineData("domains: {d: {rules: {r: {leaseShare: 2, limits: [{algorithm: gcra, limit: 1/s}]}}}}", "d/r.leaseShare")]
    [InlineData("domains: {d: {rules: {r: {limits: [{algorithm: gcra, limit: 1/s}, {name: x, algorithm: gcra, limit: 2/s}]}}}}", "d/r.limits")]
    [InlineData("domains: {d: {rules: {a: {limits: [{algorithm: gcra, limit: 1/s}]}, b: {limits: [{algorithm: gcra, limit: 1/s}]}}}}", "rules")]
    [InlineData("domains: {D: {rules: {r: {limits: [{algorithm: gcra, limit: 1/s}]}}}}", "D/r.domain")]
    [InlineData("domains: {d: {rules: {r: {match: {ip: ''}, limits: [{algorithm: gcra, limit: 1/s}]}}}}", "d/r.match.ip")]
    [InlineData("plans: {p: [{algorithm: gcra, limit: x}]}", "plans.p[0].limit")]
    [InlineData("domains: {d: {rules: {r: {limit: 5}}}}", "line 1")]
    [InlineData("domains: {d: {rules: {r: {}, r: {}}}}", "line 1")]
    [InlineData("domains: [", "line 1")]
    public void Compile_Wrong_NamesThePlace(string yaml, string path)
    {
        var problems = new List<RuleProblem>();

        RuleSet.Compile(RuleFile.Read(yaml, problems), problems);

        problems.Select(problem => problem.Path).ShouldContain(path, string.Join('\n', problems));
    }

    [Fact]
    public void Compile_AllWrong_NamesEverything()
    {
        var problems = new List<RuleProblem>();

        RuleSet.Compile(RuleFile.Read("domains: {D: {rules: {r: {leaseShare: 3, leaseFor: x, limits: [{algorithm: y, limit: z}]}}}}", problems), problems);

        problems.Count.ShouldBe(5);
    }
}
