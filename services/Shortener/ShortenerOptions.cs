using Microsoft.Extensions.Options;

namespace Platform.Shortener;

/// <summary>Where the codes of links without alias come from.</summary>
internal enum CodeStrategy
{
    /// <summary>A counter, shuffled by a keyed bijection: never the same twice.</summary>
    Counter,

    /// <summary>A hash of owner and long URL; collisions take the next hash.</summary>
    Hash,

    /// <summary>Random; collisions are drawn again.</summary>
    Random,
}

/// <summary>Settings of the section <c>Shortener</c>.</summary>
internal sealed class ShortenerOptions
{
    public const string Section = "Shortener";

    /// <summary>What short URLs begin with; also the host that links must not lead to. <c>PUBLIC_URL</c> unless set.</summary>
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>More hosts, with port, that links must not lead to, such as former domains of this service.</summary>
    public IReadOnlyList<string> OwnHosts { get; set; } = [];

    /// <summary>Where generated codes come from.</summary>
    public CodeStrategy Codes { get; set; } = CodeStrategy.Counter;

    /// <summary>How many numbers a replica takes from the counter at once, 1 to 1,000,000. What it has not used is lost when it ends.</summary>
    public int CodeBlockSize { get; set; } = 1000;

    /// <summary>How long deleted and expired links can be brought back.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class ShortenerOptionsValidator : IValidateOptions<ShortenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ShortenerOptions options)
    {
        var failures = new List<string>();
        if (!Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            failures.Add($"{ShortenerOptions.Section}:{nameof(options.PublicUrl)} must be an http or https URL.");
        }

        if (options.CodeBlockSize is < 1 or > 1_000_000)
        {
            failures.Add($"{ShortenerOptions.Section}:{nameof(options.CodeBlockSize)} must be 1 to 1,000,000.");
        }

        if (options.Retention <= TimeSpan.Zero)
        {
            failures.Add($"{ShortenerOptions.Section}:{nameof(options.Retention)} must be positive.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
