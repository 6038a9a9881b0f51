using Platform.RateLimit.Domain.Algorithms;
using Platform.RateLimit.Domain.Counters;

namespace Platform.RateLimit.Domain.Rules;

/// <summary>Makes rules of what people write, and notes everything that is wrong with it.</summary>
/// <param name="plans">The plans, compiled.</param>
/// <param name="problems">Gets what is wrong.</param>
internal sealed class RuleCompiler(IReadOnlyDictionary<string, IReadOnlyList<LimitSpec>> plans, ICollection<RuleProblem> problems)
{
    /// <summary>The longest name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The longest value of a fact.</summary>
    public const int MaxValueLength = 512;

    private const int MaxLimits = 8;
    private const int MaxFacts = 8;
    private const long MaxLease = 60_000_000;

    /// <summary>Whether names may have the character.</summary>
    public static bool IsNameCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_';

    /// <summary>Compiles a rule; null where it cannot be one.</summary>
    /// <param name="spec">The rule.</param>
    /// <param name="path">Where it is, for the messages; empty for a rule on its own.</param>
    public Rule? Compile(RuleSpec spec, string path)
    {
        var before = problems.Count;
        var prefix = path.Length == 0 ? "" : path + ".";
        CheckName(spec.Domain, prefix + "domain");
        CheckName(spec.Name, prefix + "name");
        CheckMatch(spec.Match, prefix + "match");
        var leaseFor = Durations.TryRead(spec.LeaseFor);
        Check(spec.LeaseShare is >= 0 and <= 1, prefix + "leaseShare", "must be 0 to 1");
        Check(leaseFor is > 0 and <= MaxLease, prefix + "leaseFor", "must be 1ms to 60s");
        Check(spec.Limits.Count == 0 != spec.Plan is null, prefix + "limits", "must be there, or else a plan");
        var counters = new Dictionary<string, PlanLimits>();
        foreach (var (plan, limits) in spec.Plan is null ? new Dictionary<string, IReadOnlyList<LimitSpec>> { [""] = spec.Limits } : Choices(spec.Plan, prefix))
        {
            counters[plan] = Compile(spec, limits, leaseFor ?? 0, spec.Plan is null ? prefix + "limits" : $"plans.{plan}");
        }

        return problems.Count > before ? null : new Rule(
            spec, counters, [.. spec.Match.Where(fact => fact.Value == RuleSet.Any).Select(fact => fact.Key).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Notes what is wrong with a match.</summary>
    public void CheckMatch(IReadOnlyDictionary<string, string> match, string path)
    {
        Check(match.Count <= MaxFacts, path, $"must have at most {MaxFacts} facts");
        foreach (var (fact, value) in match)
        {
            Check(fact.Length is > 0 and <= MaxNameLength, path, "must have facts with names of at most 64 characters");
            Check(value is { Length: > 0 and <= MaxValueLength }, $"{path}.{fact}", "must have at most 512 characters, * for any value");
        }
    }

    /// <summary>Notes what is wrong with a name.</summary>
    public void CheckName(string name, string path) =>
        Check(name.Length is > 0 and <= MaxNameLength && name.All(IsNameCharacter), path, "must be 1 to 64 of a-z, 0-9, - and _");

    private IReadOnlyDictionary<string, IReadOnlyList<LimitSpec>> Choices(PlanChoice choice, string prefix)
    {
        Check(choice.By.Length is > 0 and <= MaxNameLength, prefix + "plan.by", "must name a fact");
        Check(plans.ContainsKey(choice.Default), prefix + "plan.default", "must name a plan");
        return plans;
    }

    private PlanLimits Compile(RuleSpec rule, IReadOnlyList<LimitSpec> specs, long leaseFor, string path)
    {
        Check(specs.Count <= MaxLimits, path, $"must have at most {MaxLimits} limits");
        var limits = new List<Limit>();
        var names = new List<string>();
        for (var i = 0; i < specs.Count; i++)
        {
            names.Add(specs[i].Name.Length > 0 ? specs[i].Name : i == 0 ? rule.Name : $"{rule.Name}-{i + 1}");
            if (LimitCompiler.Compile(specs[i], $"{path}[{i}]", problems) is { } limit)
            {
                limits.Add(limit);
            }
        }

        Check(limits.DistinctBy(limit => limit.Id).Count() == limits.Count, path, "must not have two limits of one algorithm and time");
        Check(names.Distinct().Count() == names.Count, path, "must not have two limits of one name");
        var bound = limits.Count == 0 ? 0 : (long)(rule.LeaseShare * limits.Min(limit => limit.Capacity));
        return new PlanLimits(new CounterLimits(limits, bound, leaseFor), names);
    }

    private void Check(bool isRight, string path, string rule)
    {
        if (!isRight)
        {
            problems.Add(new RuleProblem(path, rule));
        }
    }
}
