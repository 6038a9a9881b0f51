using Platform.Hosting.Failures;

namespace Platform.RateLimit.Api;

/// <summary>The resource names of rules: <c>rateLimitDomains/{domain}/rules/{rule}</c>.</summary>
internal static class RuleNames
{
    private const string Domains = "rateLimitDomains";
    private const string Rules = "rules";

    /// <summary>The name of a rule.</summary>
    public static string Of(string domain, string rule) => $"{Domains}/{domain}/{Rules}/{rule}";

    /// <summary>The parts of the name of a rule.</summary>
    /// <exception cref="InvalidArgumentException">It is none.</exception>
    public static (string Domain, string Rule) Parse(string name, string field) =>
        name.Split('/') is [Domains, { Length: > 0 } domain, Rules, { Length: > 0 } rule]
            ? (domain, rule)
            : throw new InvalidArgumentException(field, "must be rateLimitDomains/{domain}/rules/{rule}");

    /// <summary>The domain in the name of a domain.</summary>
    /// <exception cref="InvalidArgumentException">It is none.</exception>
    public static string ParseDomain(string name, string field) =>
        name.Split('/') is [Domains, { Length: > 0 } domain] ? domain : throw new InvalidArgumentException(field, "must be rateLimitDomains/{domain}");
}
