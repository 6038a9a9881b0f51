using Platform.RateLimit.Domain.Counters;

namespace Platform.RateLimit.Domain.Rules;

/// <summary>What is wrong with a rule.</summary>
/// <param name="Path">Where, such as <c>rules[2].limits[0].burst</c>.</param>
/// <param name="Description">What must be.</param>
internal sealed record RuleProblem(string Path, string Description);

/// <summary>A rule that is in force.</summary>
/// <param name="Spec">What people wrote.</param>
/// <param name="Counters">What its counters are held to, by plan; <c>""</c> without plans.</param>
/// <param name="KeyedBy">The facts that give each value its own counter, sorted.</param>
internal sealed record Rule(RuleSpec Spec, IReadOnlyDictionary<string, PlanLimits> Counters, IReadOnlyList<string> KeyedBy)
{
    /// <summary>The limits of a request.</summary>
    public PlanLimits For(IReadOnlyDictionary<string, string> facts) =>
        Spec.Plan is not { } choice ? Counters[""]
        : facts.TryGetValue(choice.By, out var plan) && Counters.TryGetValue(plan, out var limits) ? limits
        : Counters[choice.Default];
}

/// <summary>Limits with what clients are told that they are called.</summary>
/// <param name="Limits">The limits.</param>
/// <param name="Names">Their names, in the same order.</param>
internal sealed record PlanLimits(CounterLimits Limits, IReadOnlyList<string> Names);
