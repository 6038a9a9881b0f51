using Platform.RateLimit.Domain.Rules;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Platform.RateLimit.Files;

/// <summary>The file with the rules, in YAML.</summary>
internal static class RuleFile
{
    private const int MaxLength = 1024 * 1024;

    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build();

    /// <summary>Reads rules. What is no YAML, or has unknown fields, is one problem with its line.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static RuleSetSpec Read(string text, ICollection<RuleProblem> problems)
    {
        if (text.Length > MaxLength)
        {
            problems.Add(new RuleProblem("file", "must be at most 1 MiB"));
            return new RuleSetSpec();
        }

        try
        {
            return ToSpec(Yaml.Deserialize<FileYaml?>(text) ?? new FileYaml());
        }
        catch (YamlException wrong)
        {
            problems.Add(new RuleProblem($"line {wrong.Start.Line}", (wrong.InnerException ?? wrong).Message));
            return new RuleSetSpec();
        }
    }

    private static RuleSetSpec ToSpec(FileYaml file) => new()
    {
        Plans = file.Plans.ToDictionary(plan => plan.Key, plan => ToSpecs(plan.Value)),
        Rules = [.. file.Domains.SelectMany(domain => (domain.Value?.Rules ?? []).Select(rule => ToSpec(domain.Key, rule.Key, rule.Value ?? new RuleYaml())))],
        Allow = [.. file.Domains.SelectMany(domain => (domain.Value?.Allow ?? []).Select(match => new ListSpec { Domain = domain.Key, Match = match }))],
        Deny = [.. file.Domains.SelectMany(domain => (domain.Value?.Deny ?? []).Select(match => new ListSpec { Domain = domain.Key, Match = match }))],
    };

    private static RuleSpec ToSpec(string domain, string name, RuleYaml rule) => new()
    {
        Domain = domain,
        Name = name,
        Match = rule.Match ?? [],
        Limits = ToSpecs(rule.Limits),
        Plan = rule.Plan is { } plan ? new PlanChoice { By = plan.By ?? "", Default = plan.Default ?? "" } : null,
        Shadow = rule.Shadow,
        LeaseShare = rule.LeaseShare,
        LeaseFor = rule.LeaseFor ?? "1s",
    };

    private static IReadOnlyList<LimitSpec> ToSpecs(List<LimitYaml>? limits) =>
    [
        .. (limits ?? []).Select(limit => new LimitSpec
        {
            Name = limit.Name ?? "",
            Algorithm = limit.Algorithm ?? "",
            Limit = limit.Limit ?? "",
            Burst = limit.Burst,
            TimeZone = limit.TimeZone ?? "UTC",
        }),
    ];

    private sealed class FileYaml
    {
        public Dictionary<string, List<LimitYaml>?> Plans { get; set; } = [];

        public Dictionary<string, DomainYaml?> Domains { get; set; } = [];
    }

    private sealed class DomainYaml
    {
        public Dictionary<string, RuleYaml?>? Rules { get; set; }

        public List<Dictionary<string, string>>? Allow { get; set; }

        public List<Dictionary<string, string>>? Deny { get; set; }
    }

    private sealed class RuleYaml
    {
        public Dictionary<string, string>? Match { get; set; }

        public List<LimitYaml>? Limits { get; set; }

        public PlanYaml? Plan { get; set; }

        public bool Shadow { get; set; }

        public double LeaseShare { get; set; }

        public string? LeaseFor { get; set; }
    }

    private sealed class PlanYaml
    {
        public string? By { get; set; }

        public string? Default { get; set; }
    }

    private sealed class LimitYaml
    {
        public string? Name { get; set; }

        public string? Algorithm { get; set; }

        public string? Limit { get; set; }

        public long Burst { get; set; }

        public string? TimeZone { get; set; }
    }
}
