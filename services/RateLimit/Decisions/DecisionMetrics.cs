using System.Diagnostics.Metrics;
using Platform.RateLimit.Domain.Counters;

namespace Platform.RateLimit.Decisions;

/// <summary>Counts decisions by rule: the metric <c>platform.ratelimit.decisions</c>.</summary>
internal sealed class DecisionMetrics
{
    /// <summary>A key is near its limit when less than a fifth is left.</summary>
    private const int NearShare = 5;

    private readonly Counter<long> _decisions;

    public DecisionMetrics(IMeterFactory meters) => _decisions = meters.Create("Platform.RateLimit").CreateCounter<long>(
        "platform.ratelimit.decisions", "{decision}", "Decisions by rule and outcome: allowed, near_limit, over_limit, shadow_over_limit.");

    public void Count(Target target, CounterAnswer answer)
    {
        if (_decisions.Enabled)
        {
            _decisions.Add(
                1,
                new("domain", target.Spec.Domain),
                new("rule", target.Spec.Name),
                new("outcome", Outcome(target, answer)));
        }
    }

    private static string Outcome(Target target, CounterAnswer answer)
    {
        if (!answer.IsAllowed())
        {
            return target.Spec.Shadow ? "shadow_over_limit" : "over_limit";
        }

        var limits = target.Limits.Limits.Limits;
        for (var i = 0; i < limits.Count; i++)
        {
            if (answer.Standings[i].Remaining < limits[i].Capacity / NearShare)
            {
                return "near_limit";
            }
        }

        return "allowed";
    }
}
