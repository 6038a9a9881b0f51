using Platform.Messaging;
using Platform.Shortener.Domain;
using Platform.Shortener.Storage;
using Platform.Shortener.V1;

namespace Platform.Shortener.Events;

/// <summary>Counts clicks.</summary>
internal sealed class LinksClickedHandler(StatisticsStore statistics) : ITopicHandler<LinksClicked>
{
    public const string Topic = "shortener-links-clicked";

    public Task HandleAsync(LinksClicked message, CancellationToken cancellationToken) =>
        statistics.AddAsync(message.BatchId, message.Clicks.ToLookup(click => click.ShortCode, ToDomain), cancellationToken);

    private static Click ToDomain(LinksClicked.Types.Click click) => new()
    {
        Time = click.Time?.ToDateTimeOffset() ?? throw new FormatException("A click has no time."),
        VisitorHash = click.VisitorHash,
        Referrer = click.ReferrerHost,
        Country = click.Country,
        Browser = click.Browser,
        IsBot = click.IsBot,
    };
}
