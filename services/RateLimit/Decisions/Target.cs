using Platform.RateLimit.Domain.Counters;
using Platform.RateLimit.Domain.Rules;
using Platform.State;

namespace Platform.RateLimit.Decisions;

/// <summary>A counter that a request is to pass.</summary>
/// <param name="Spec">Its rule.</param>
/// <param name="Limits">What it is held to.</param>
/// <param name="Key">Its key.</param>
/// <param name="Cost">What the request costs here.</param>
internal sealed record Target(RuleSpec Spec, PlanLimits Limits, string Key, long Cost)
{
    /// <summary>The counter of a rule for a request.</summary>
    public static Target Of(Rule rule, IReadOnlyDictionary<string, string> facts, long cost)
    {
        var parts = new string[rule.KeyedBy.Count + 2];
        parts[0] = rule.Spec.Domain;
        parts[1] = rule.Spec.Name;
        for (var i = 0; i < rule.KeyedBy.Count; i++)
        {
            parts[i + 2] = facts[rule.KeyedBy[i]];
        }

        return new Target(rule.Spec, rule.For(facts), KeyHash.Of(parts), cost);
    }
}

/// <summary>A decision about a request.</summary>
/// <param name="IsAllowed">Whether all counters let it pass that keep anybody out.</param>
/// <param name="Answers">What the counters said, in the order of the targets.</param>
/// <param name="Leased">How many tokens may be used without asking.</param>
/// <param name="LeaseFor">For how long, in microseconds.</param>
internal sealed record Decision(bool IsAllowed, IReadOnlyList<CounterAnswer> Answers, long Leased = 0, long LeaseFor = 0);
