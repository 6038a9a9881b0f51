using System.Globalization;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimit.Storage;
using Platform.RateLimit.V1;
using PlanChoice = Platform.RateLimit.Domain.Rules.PlanChoice;
using Rule = Platform.RateLimit.V1.Rule;

namespace Platform.RateLimit.Api;

/// <summary>Rules as the API tells them.</summary>
internal static class RuleMapper
{
    public static Rule ToProto(RuleSpec spec, bool isOfApi)
    {
        var rule = new Rule
        {
            Name = RuleNames.Of(spec.Domain, spec.Name),
            Match = { spec.Match.ToDictionary() },
            Shadow = spec.Shadow,
            LeaseShare = spec.LeaseShare,
            LeaseDuration = Durations.TryRead(spec.LeaseFor) is { } lease ? DecisionMapper.ToDuration(lease) : null,
            Etag = isOfApi ? RuleStore.ETagOf(spec) : "",
            Origin = isOfApi ? Rule.Types.Origin.Api : Rule.Types.Origin.File,
        };
        rule.Limits.AddRange(spec.Limits.Select(limit => new Limit
        {
            Name = limit.Name,
            Algorithm = limit.Algorithm,
            Limit_ = limit.Limit,
            Burst = limit.Burst,
            TimeZone = limit.TimeZone,
        }));
        rule.Plan = spec.Plan is { } plan ? new V1.PlanChoice { By = plan.By, DefaultPlan = plan.Default } : null;
        return rule;
    }

    public static RuleSpec ToSpec(Rule rule)
    {
        var (domain, name) = RuleNames.Parse(rule.Name, "rule.name");
        return new RuleSpec
        {
            Domain = domain,
            Name = name,
            Match = rule.Match.ToDictionary(),
            Limits =
            [
                .. rule.Limits.Select(limit => new LimitSpec
                {
                    Name = limit.Name,
                    Algorithm = limit.Algorithm,
                    Limit = limit.Limit_,
                    Burst = limit.Burst,
                    TimeZone = limit.TimeZone.Length == 0 ? "UTC" : limit.TimeZone,
                }),
            ],
            Plan = rule.Plan is { } plan ? new PlanChoice { By = plan.By, Default = plan.DefaultPlan } : null,
            Shadow = rule.Shadow,
            LeaseShare = rule.LeaseShare,
            LeaseFor = rule.LeaseDuration is { } lease
                ? string.Create(CultureInfo.InvariantCulture, $"{(lease.Seconds * 1000) + (lease.Nanos / 1_000_000)}ms")
                : "1s",
        };
    }
}
