using System.Net;
using Platform.Shortener.V1;

namespace Platform.Gateway.Redirects;

/// <summary>Makes events of captured clicks, summed up by link and day. What could tell who the visitor is ends here.</summary>
internal sealed class ClickEvents(VisitorHash visitors)
{
    public const string Topic = "shortener-links-clicked";

    public LinksClicked Batch(string batchId, IReadOnlyList<Click> clicks)
    {
        var sums = new Dictionary<(string Code, DateTime Day), ClickSum>();
        // Who clicks a lot in a moment is hashed once.
        var seen = new Dictionary<(IPAddress? Address, string? Forwarded, string? UserAgent), Visitor>();
        foreach (var click in clicks)
        {
            var key = (click.Address, click.ForwardedAddress, click.UserAgent);
            if (!seen.TryGetValue(key, out var visitor)) seen[key] = visitor = Identify(click);
            var day = click.Time.UtcDateTime.Date;
            if (!sums.TryGetValue((click.Code, day), out var sum)) sums[(click.Code, day)] = sum = new ClickSum(click.Code);
            sum.Add(click.Time, visitor, ReferrerHost(click.Referrer), Country(click.Country));
        }

        return new LinksClicked { BatchId = batchId, Links = { sums.Values.Select(sum => sum.ToMessage()) } };
    }

    private Visitor Identify(in Click click) => new(visitors.Of(Address(click), click.UserAgent), UserAgents.Classify(click.UserAgent));

    // Proxies append to such headers: the first address is the one that the outermost trusted proxy saw.
    private static IPAddress? Address(in Click click) =>
        click.ForwardedAddress is { } list && IPAddress.TryParse(list.Split(',')[0].Trim(), out var forwarded) ? forwarded : click.Address;

    private static string ReferrerHost(string? referrer) =>
        Uri.TryCreate(referrer, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri.IdnHost.ToLowerInvariant() : "";

    private static string Country(string? country) =>
        country is { Length: 2 } && char.IsAsciiLetter(country[0]) && char.IsAsciiLetter(country[1]) && !country.Equals("XX", StringComparison.OrdinalIgnoreCase)
            ? country.ToUpperInvariant()
            : "";
}
