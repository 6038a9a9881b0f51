using System.Buffers;

namespace Platform.Shortener.Domain;

/// <summary>What may be shortened, and under which names.</summary>
/// <param name="ownHosts">The hosts, with port where it is not the scheme's own, that short URLs are on.</param>
public sealed class LinkRules(IEnumerable<string> ownHosts)
{
    /// <summary>The longest URL, in characters.</summary>
    public const int MaxUrlLength = 2048;

    private const int MinAliasLength = 3;
    private const int MaxAliasLength = 64;

    private static readonly SearchValues<char> AliasCharacters = SearchValues.Create(Base62.Digits + "_-");

    // What the gateway serves itself at one segment below the root.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "healthz", "docs", "openapi", "favicon", "robots", "static", "assets", "api", "links", "admin",
    };

    private readonly HashSet<string> _ownHosts = new(ownHosts, StringComparer.OrdinalIgnoreCase);

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

        return Authority(url) switch
        {
            null => "must be an absolute http or https URL with a host",
            var authority when _ownHosts.Contains(authority) => "must not lead to this service",
            _ => null,
        };
    }

    /// <summary>What is wrong with an alias; null for nothing.</summary>
    public static string? ProblemOfAlias(string alias)
    {
        if (alias.Length is < MinAliasLength or > MaxAliasLength || alias.AsSpan().ContainsAnyExcept(AliasCharacters))
        {
            return $"must be {MinAliasLength} to {MaxAliasLength} of 0-9A-Za-z_-";
        }

        return Reserved.Contains(alias) ? "is reserved" : null;
    }

    /// <summary>Host and port of an http or https URL, without user information; null for any other text.</summary>
    private static string? Authority(string url)
    {
        var schemeLength = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : 0;
        if (schemeLength == 0)
        {
            return null;
        }

        // Browsers read a backslash as a slash here.
        var rest = url.AsSpan(schemeLength);
        var end = rest.IndexOfAny("/\\?#");
        var authority = end < 0 ? rest : rest[..end];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var defaultPort = schemeLength == 8 ? ":443" : ":80";
        host = host.EndsWith(defaultPort, StringComparison.Ordinal) ? host[..^defaultPort.Length] : host;
        return host.IsEmpty || host[0] == ':' ? null : host.TrimEnd('.').ToString();
    }
}
