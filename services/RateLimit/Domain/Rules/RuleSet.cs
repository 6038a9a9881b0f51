using System.Collections.Frozen;

namespace Platform.RateLimit.Domain.Rules;

/// <summary>All rules in force, ready to be asked which of them a request meets.</summary>
internal sealed class RuleSet
{
    /// <summary>The value of a fact that matches every value.</summary>
    public const string Any = "*";

    /// <summary>The most rules in force.</summary>
    public const int MaxRules = 2000;

    private static readonly DomainRules None = new("", [], [], []);

    private readonly FrozenDictionary<string, DomainRules> _domains;

    private RuleSet(IEnumerable<DomainRules> domains) => _domains = domains.ToFrozenDictionary(domain => domain.Name);

    /// <summary>No rules.</summary>
    public static RuleSet Empty { get; } = new([]);

    /// <summary>Compiles rules. What cannot be one is left out, and noted.</summary>
    /// <param name="spec">The rules.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static RuleSet Compile(RuleSetSpec spec, ICollection<RuleProblem> problems)
    {
        var compiler = new RuleCompiler(spec.Plans, problems);
        CheckPlans(spec, problems);
        if (spec.Rules.Count > MaxRules)
        {
            problems.Add(new RuleProblem("rules", $"must be at most {MaxRules}"));
        }

        var rules = spec.Rules.Take(MaxRules).Select(rule => compiler.Compile(rule, $"{rule.Domain}/{rule.Name}")).OfType<Rule>().ToList();
        foreach (var twice in rules.GroupBy(rule => (rule.Spec.Domain, rule.Spec.Name)).Where(group => group.Count() > 1))
        {
            problems.Add(new RuleProblem("rules", $"must not have two of the name {twice.Key.Domain}/{twice.Key.Name}"));
        }

        foreach (var twice in rules.GroupBy(MatchOf).Where(group => group.Count() > 1))
        {
            problems.Add(new RuleProblem("rules", $"must not match the same: {string.Join(", ", twice.Select(rule => rule.Spec.Name))}"));
        }

        CheckLists(spec.Allow, "allow", compiler);
        CheckLists(spec.Deny, "deny", compiler);
        var domains = rules.Select(rule => rule.Spec.Domain).Concat(spec.Allow.Concat(spec.Deny).Select(list => list.Domain)).Distinct();
        return new RuleSet(domains.Select(domain => new DomainRules(
            domain,
            [.. rules.Where(rule => rule.Spec.Domain == domain)],
            [.. spec.Allow.Where(list => list.Domain == domain).Select(list => new FactList(list.Match))],
            [.. spec.Deny.Where(list => list.Domain == domain).Select(list => new FactList(list.Match))])));
    }

    /// <summary>The rules of a domain; without any for a domain that has none.</summary>
    public DomainRules Domain(string name) => _domains.GetValueOrDefault(name, None);

    private static void CheckPlans(RuleSetSpec spec, ICollection<RuleProblem> problems)
    {
        foreach (var (name, limits) in spec.Plans)
        {
            new RuleCompiler(spec.Plans, problems).CheckName(name, $"plans.{name}");
            for (var i = 0; i < limits.Count; i++)
            {
                LimitCompiler.Compile(limits[i], $"plans.{name}[{i}]", problems);
            }
        }
    }

    private static void CheckLists(IReadOnlyList<ListSpec> lists, string name, RuleCompiler compiler)
    {
        for (var i = 0; i < lists.Count; i++)
        {
            compiler.CheckName(lists[i].Domain, $"{name}[{i}].domain");
            compiler.CheckMatch(lists[i].Match, $"{name}[{i}].match");
        }
    }

    private static string MatchOf(Rule rule) =>
        string.Join('\n', rule.Spec.Match.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => $"{fact.Key}={fact.Value}").Prepend(rule.Spec.Domain));
}
