using System.Buffers;

namespace Platform.Shortener.Domain;

/// <summary>What may be shortened, and under which names.</summary>
/// <param name="ownHosts">The hosts that short URLs are on. One without port means both 80 and 443.</param>
/// <param name="ownPages">Where pages of these hosts are that links may lead to all the same: paths that end with a slash, below which there are names.</param>
public sealed class LinkRules(IEnumerable<string> ownHosts, IReadOnlyCollection<string> ownPages)
{
    /// <summary>The longest URL, in characters.</summary>
    public const int MaxUrlLength = 2048;

    private const int MinAliasLength = 3;
    private const int MaxAliasLength = 64;

    private static readonly SearchValues<char> AliasCharacters = SearchValues.Create(Base62.Digits + "_-");
    private static readonly SearchValues<char> PageCharacters = SearchValues.Create(Base62.Digits + "_-.~");

    // What the gateway serves itself at one segment below the root.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "healthz", "docs", "openapi", "favicon", "robots", "static", "assets", "api", "links", "admin",
    };

    private readonly HashSet<string> _ownHosts =
        [.. ownHosts.SelectMany(host => new[] { UrlAuthority.OfHost(host, 80), UrlAuthority.OfHost(host, 443) }).OfType<string>()];

    /// <summary>What is wrong with a URL; null for nothing. The URL is not normalised: people share odd ones, and they come back as they were.</summary>
    public string? ProblemOfUrl(string url)
    {
        if (url.Length is 0 or > MaxUrlLength)
        {
            return $"must have 1 to {MaxUrlLength} characters";
        }

        if (url.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "must be ASCII without spaces and control characters; encode others with %";
        }

        return UrlAuthority.Of(url) switch
        {
            null => "must be an absolute http or https URL with a host",
            var authority when _ownHosts.Contains(authority) && !IsOwnPage(url) => "must not lead to this service",
            _ => null,
        };
    }

    // Only a name below the path: whatever else it may be to a browser, it is no short link, so nobody goes round in circles.
    private bool IsOwnPage(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && ownPages.FirstOrDefault(page => uri.PathAndQuery.StartsWith(page, StringComparison.Ordinal)) is { } page
        && uri.PathAndQuery.Length > page.Length
        && url.EndsWith(uri.PathAndQuery, StringComparison.Ordinal)
        && !uri.PathAndQuery.AsSpan(page.Length).ContainsAnyExcept(PageCharacters);

    /// <summary>What is wrong with an alias; null for nothing.</summary>
    public static string? ProblemOfAlias(string alias)
    {
        if (!IsCode(alias))
        {
            return $"must be {MinAliasLength} to {MaxAliasLength} of 0-9A-Za-z_-";
        }

        return Reserved.Contains(alias) ? "is reserved" : null;
    }

    /// <summary>Whether a text can be the code of a link.</summary>
    public static bool IsCode(string code) =>
        code.Length is >= MinAliasLength and <= MaxAliasLength && !code.AsSpan().ContainsAnyExcept(AliasCharacters);
}
