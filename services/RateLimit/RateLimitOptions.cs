using Microsoft.Extensions.Options;

namespace Platform.RateLimit;

/// <summary>Settings of the section <c>RateLimit</c>.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>The file with the rules. A relative path is one beside the program.</summary>
    public string RulesFile { get; set; } = "rules.yaml";

    /// <summary>
    /// How many owners the counters are spread over, 1 to 1024. All instances must have the same, and another number forgets what was counted. More let more
    /// instances share the work; fewer let each owner answer more questions at once.
    /// </summary>
    public int Shards { get; set; } = 4;

    /// <summary>How many counters a shard keeps in memory, 1 to 10,000,000. A counter takes about 500 bytes; those that are not there are read when asked for.</summary>
    public int CountersInMemory { get; set; } = 25_000;

    /// <summary>How often changes of the rules that another instance made are looked for, 100 ms to 1 min.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var failures = new List<string>();
        void Require(bool isRight, string setting, string rule)
        {
            if (!isRight)
            {
                failures.Add($"{RateLimitOptions.Section}:{setting} {rule}");
            }
        }

        Require(options.RulesFile.Length > 0, nameof(options.RulesFile), "must name a file.");
        Require(options.Shards is >= 1 and <= 1024, nameof(options.Shards), "must be 1 to 1024.");
        Require(options.CountersInMemory is >= 1 and <= 10_000_000, nameof(options.CountersInMemory), "must be 1 to 10,000,000.");
        Require(
            options.RefreshInterval >= TimeSpan.FromMilliseconds(100) && options.RefreshInterval <= TimeSpan.FromMinutes(1),
            nameof(options.RefreshInterval),
            "must be 100 ms to 1 min.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
