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

    // A configured list is added to what is there, so what is there is nothing.
    private static readonly string[] UsualPages = ["/v1/sharedRides/"];

    /// <summary>What short URLs begin with; also the host that links must not lead to. <c>PUBLIC_URL</c> unless set.</summary>
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>More hosts, with port, that links must not lead to, such as former domains of this service.</summary>
    public IReadOnlyList<string> OwnHosts { get; set; } = [];

    /// <summary>
    /// Paths of the own hosts below which there are pages to share, such as rides that others follow: links may lead to them. Each begins and ends with a slash.
    /// <c>/v1/sharedRides/</c> unless set.
    /// </summary>
    public IReadOnlyList<string> OwnPages { get; set; } = [];

    /// <summary>Where generated codes come from.</summary>
    public CodeStrategy Codes { get; set; } = CodeStrategy.Counter;

    /// <summary>How many numbers a replica takes from the counter at once, 1 to 1,000,000. What it has not used is lost when it ends.</summary>
    public int CodeBlockSize { get; set; } = 1000;

    /// <summary>How long deleted and expired links can be brought back, up to 10 years.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many links are kept in memory, 1 to 10,000,000. A link takes about 500 bytes.</summary>
    public int CacheCapacity { get; set; } = 20_000;

    /// <summary>How long a link is served from memory. Bounds how stale a replica is that did not make a change itself, so 60 s at most.</summary>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an unknown code is remembered as unknown, 60 s at most.</summary>
    public TimeSpan NegativeCacheDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The paths, or the usual ones.</summary>
    public static IReadOnlyList<string> PagesOf(IReadOnlyList<string> pages) => pages.Count > 0 ? pages : UsualPages;
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class ShortenerOptionsValidator : IValidateOptions<ShortenerOptions>
{
    private static readonly TimeSpan MaxRetention = TimeSpan.FromDays(3653);
    private static readonly TimeSpan MaxCacheDuration = TimeSpan.FromSeconds(60);

    public ValidateOptionsResult Validate(string? name, ShortenerOptions options)
    {
        var failures = new List<string>();
        void Require(bool isRight, string setting, string rule)
        {
            if (!isRight)
            {
                failures.Add($"{ShortenerOptions.Section}:{setting} {rule}");
            }
        }

        var isUrl = Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        Require(isUrl, nameof(options.PublicUrl), "must be an http or https URL.");
        Require(options.OwnPages.All(page => page is ['/', .., '/']), nameof(options.OwnPages), "must be paths that begin and end with a slash.");
        Require(options.CodeBlockSize is >= 1 and <= 1_000_000, nameof(options.CodeBlockSize), "must be 1 to 1,000,000.");
        Require(options.Retention > TimeSpan.Zero && options.Retention <= MaxRetention, nameof(options.Retention), "must be positive, 10 years at most.");
        Require(options.CacheCapacity is >= 1 and <= 10_000_000, nameof(options.CacheCapacity), "must be 1 to 10,000,000.");
        Require(IsShort(options.CacheDuration), nameof(options.CacheDuration), "must be 0 to 60 s.");
        Require(IsShort(options.NegativeCacheDuration), nameof(options.NegativeCacheDuration), "must be 0 to 60 s.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsShort(TimeSpan duration) => duration >= TimeSpan.Zero && duration <= MaxCacheDuration;
}
