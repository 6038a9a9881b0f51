using Platform.Messaging;
using Platform.Shortener.Api;
using Platform.Shortener.Domain;
using Platform.Shortener.Storage;
using Platform.Shortener.V1;

namespace Platform.Shortener.Events;

/// <summary>Counts clicks. One that is broken does not hold up the others of its batch.</summary>
internal sealed class LinksClickedHandler(StatisticsStore statistics, TimeProvider clock) : ITopicHandler<LinksClicked>
{
    public const string Topic = "shortener-links-clicked";

    // DNS names have 253 characters at most; browser families are words.
    private const int MaxHostLength = 253;
    private const int MaxBrowserLength = 64;

    public Task HandleAsync(LinksClicked message, CancellationToken cancellationToken) =>
        statistics.AddAsync(
            message.BatchId,
            message.Clicks.Where(click => LinkRules.IsCode(click.ShortCode)).ToLookup(click => click.ShortCode, ToDomain),
            cancellationToken);

    private Click ToDomain(LinksClicked.Types.Click click) => new()
    {
        Time = TimeOf(click),
        VisitorHash = click.VisitorHash,
        Referrer = Bounded(click.ReferrerHost, MaxHostLength),
        Country = click.Country.Length == 2 ? click.Country : "",
        Browser = Bounded(click.Browser, MaxBrowserLength),
        IsBot = click.IsBot,
    };

    // A click without a time that makes sense happened a moment ago: events take about a second.
    private DateTimeOffset TimeOf(LinksClicked.Types.Click click) => LinkTimes.ToTime(click.Time) ?? clock.GetUtcNow();

    private static string Bounded(string name, int length) => name.Length <= length ? name : LinkStatistics.Other;
}
