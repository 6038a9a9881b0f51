using System.Net;
using Google.Protobuf.WellKnownTypes;
using Platform.Shortener.V1;

namespace Platform.Gateway.Redirects;

/// <summary>Makes events of captured clicks. What could tell who the visitor is ends here.</summary>
internal sealed class ClickEvents(VisitorHash visitors)
{
    public const string Topic = "shortener-links-clicked";

    public LinksClicked Batch(string batchId, IReadOnlyList<Click> clicks)
    {
        var batch = new LinksClicked { BatchId = batchId };
        foreach (var click in clicks) batch.Clicks.Add(Event(click));
        return batch;
    }

    private LinksClicked.Types.Click Event(in Click click)
    {
        var agent = UserAgents.Classify(click.UserAgent);
        return new LinksClicked.Types.Click
        {
            ShortCode = click.Code,
            Time = Timestamp.FromDateTimeOffset(click.Time),
            VisitorHash = visitors.Of(Address(click), click.UserAgent),
            ReferrerHost = ReferrerHost(click.Referrer),
            Country = Country(click.Country),
            Browser = agent.BrowserFamily,
            IsBot = agent.IsBot,
        };
    }

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
