namespace Platform.RateLimit.Domain.Rules;

/// <summary>A rule as people write it, in YAML or over the API. <see cref="RuleCompiler"/> says what may be in it.</summary>
internal sealed record RuleSpec
{
    /// <summary>Keeps rules of different callers apart, such as <c>gateway</c>.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Names the rule in its domain.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which requests: facts by name, with the value that they must have; <c>*</c> for any, and a counter for each. Empty for all requests.</summary>
    public IReadOnlyDictionary<string, string> Match { get; init; } = new Dictionary<string, string>();

    /// <summary>The limits, all of which must let a request pass. Without limits, a plan.</summary>
    public IReadOnlyList<LimitSpec> Limits { get; init; } = [];

    /// <summary>Takes the limits from the plan that a fact of the request names; null for <see cref="Limits"/>.</summary>
    public PlanChoice? Plan { get; init; }

    /// <summary>Counts and reports, but lets everything pass.</summary>
    public bool Shadow { get; init; }

    /// <summary>The share of the smallest limit that may be out in leases: the error bound. 0 for exact decisions.</summary>
    public double LeaseShare { get; init; }

    /// <summary>How long a lease lasts, such as <c>1s</c>.</summary>
    public string LeaseFor { get; init; } = "1s";
}

/// <summary>A limit as people write it.</summary>
internal sealed record LimitSpec
{
    /// <summary>What clients are told that it is called; empty for the name of its rule, with a number from the second on.</summary>
    public string Name { get; init; } = "";

    /// <summary>One of <see cref="LimitCompiler.Algorithms"/>.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>How much in how long: <c>100/minute</c>, <c>5/90s</c>, <c>1000/day</c>.</summary>
    public string Limit { get; init; } = "";

    /// <summary>What buckets and GCRA let pass at once; 0 for the amount of the limit.</summary>
    public long Burst { get; init; }

    /// <summary>The IANA time zone of days, weeks, months and years.</summary>
    public string TimeZone { get; init; } = "UTC";
}

/// <summary>Which plan a request has.</summary>
internal sealed record PlanChoice
{
    /// <summary>The fact whose value names the plan.</summary>
    public string By { get; init; } = "";

    /// <summary>The plan of requests without that fact, or with one that names no plan.</summary>
    public string Default { get; init; } = "";
}

/// <summary>Requests that are always let through, or never.</summary>
internal sealed record ListSpec
{
    /// <summary>The domain.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Facts with the values that they must have all. A value with a slash after an address is a network in CIDR notation.</summary>
    public IReadOnlyDictionary<string, string> Match { get; init; } = new Dictionary<string, string>();
}

/// <summary>Everything that is in force.</summary>
internal sealed record RuleSetSpec
{
    public IReadOnlyList<RuleSpec> Rules { get; init; } = [];

    /// <summary>Usage plans by name: what <see cref="RuleSpec.Plan"/> chooses from.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LimitSpec>> Plans { get; init; } = new Dictionary<string, IReadOnlyList<LimitSpec>>();

    public IReadOnlyList<ListSpec> Allow { get; init; } = [];

    public IReadOnlyList<ListSpec> Deny { get; init; } = [];
}
