using Platform.Hosting.Failures;
using Platform.RateLimit.Domain.Rules;

namespace Platform.RateLimit.Api;

/// <summary>What a request may say about itself.</summary>
internal static class FactsValidator
{
    /// <summary>The largest cost.</summary>
    public const long MaxCost = 1_000_000;

    private const int MaxFacts = 16;

    /// <summary>Notes what is wrong with facts.</summary>
    public static FieldValidator RequireFacts(
        this FieldValidator validator, string domain, ICollection<KeyValuePair<string, string>> facts, string path = "")
    {
        validator.Require(domain.Length is > 0 and <= RuleCompiler.MaxNameLength, path + "domain", "must be 1 to 64 characters");
        validator.Require(facts.Count is > 0 and <= MaxFacts, path + "facts", "must be 1 to 16");
        foreach (var (name, value) in facts)
        {
            if (name.Length is 0 or > RuleCompiler.MaxNameLength || value.Length > RuleCompiler.MaxValueLength)
            {
                validator.Require(false, path + "facts", "must have names of 1 to 64 characters and values of at most 512");
            }
        }

        return validator;
    }

    /// <summary>Notes what is wrong with a cost.</summary>
    public static FieldValidator RequireCost(this FieldValidator validator, long cost, string path = "") =>
        validator.Require(cost is >= 0 and <= MaxCost, path + "cost", "must be 0 to 1,000,000");
}
