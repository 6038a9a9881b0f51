namespace Platform.RateLimit.Domain.Rules;

/// <summary>What the lists say of a request.</summary>
internal enum Listing
{
    /// <summary>Nothing: the rules decide.</summary>
    None,

    /// <summary>It passes, uncounted.</summary>
    Allowed,

    /// <summary>It never passes.</summary>
    Denied,
}

/// <summary>
/// The rules of one domain. Rules that match the same facts are a family: of each family the most specific rule that matches decides, the one with
/// the most exact values. So a rule for every user is the default, and a rule for one user its exception.
/// </summary>
internal sealed class DomainRules
{
    private readonly Family[] _families;
    private readonly IReadOnlyList<FactList> _allow;
    private readonly IReadOnlyList<FactList> _deny;

    public DomainRules(string name, IReadOnlyList<Rule> rules, IReadOnlyList<FactList> allow, IReadOnlyList<FactList> deny)
    {
        Name = name;
        Rules = rules;
        _allow = allow;
        _deny = deny;
        _families =
        [
            .. rules.GroupBy(rule => string.Join('\n', rule.Spec.Match.Keys.Order(StringComparer.Ordinal)))
                .Select(family => new Family([.. family.First().Spec.Match.Keys.Order(StringComparer.Ordinal)], family)),
        ];
    }

    public string Name { get; }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>What the lists say of a request. Who is on both is denied.</summary>
    public Listing List(IReadOnlyDictionary<string, string> facts) =>
        _deny.Any(list => list.Has(facts)) ? Listing.Denied
        : _allow.Any(list => list.Has(facts)) ? Listing.Allowed
        : Listing.None;

    /// <summary>The rules that a request meets.</summary>
    /// <param name="facts">What is known of the request.</param>
    /// <param name="isWhole">Whether rules must match all of the facts (as descriptors of Envoy do), or some of them.</param>
    public IEnumerable<Rule> Match(IReadOnlyDictionary<string, string> facts, bool isWhole)
    {
        foreach (var family in _families)
        {
            if ((!isWhole || family.Facts.Count == facts.Count) && family.Find(facts) is { } rule)
            {
                yield return rule;
            }
        }
    }

    private sealed class Family(IReadOnlyList<string> facts, IEnumerable<Rule> rules)
    {
        private readonly Form[] _forms =
        [
            .. rules.GroupBy(rule => string.Join('\n', facts.Where(fact => IsExact(rule, fact))))
                .Select(form => new Form([.. facts.Where(fact => IsExact(form.First(), fact))], form))
                .OrderByDescending(form => form.Exact.Length),
        ];

        public IReadOnlyList<string> Facts => facts;

        public Rule? Find(IReadOnlyDictionary<string, string> request)
        {
            foreach (var fact in facts)
            {
                if (!request.ContainsKey(fact))
                {
                    return null;
                }
            }

            foreach (var form in _forms)
            {
                if (form.Find(request) is { } rule)
                {
                    return rule;
                }
            }

            return null;
        }

        private static bool IsExact(Rule rule, string fact) => rule.Spec.Match[fact] != RuleSet.Any;
    }

    /// <summary>Rules of a family that give values to the same facts.</summary>
    private sealed class Form(string[] exact, IEnumerable<Rule> rules)
    {
        private readonly Dictionary<string, Rule> _rules =
            rules.DistinctBy(rule => Values(rule.Spec.Match, exact)).ToDictionary(rule => Values(rule.Spec.Match, exact));

        public string[] Exact => exact;

        public Rule? Find(IReadOnlyDictionary<string, string> request) => _rules.GetValueOrDefault(Values(request, exact));

        private static string Values(IReadOnlyDictionary<string, string> from, string[] names) => names switch
        {
            [] => "",
            [var one] => from[one],
            _ => string.Join('\n', names.Select(name => from[name])),
        };
    }
}
