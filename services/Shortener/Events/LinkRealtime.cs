using Platform.Messaging.Realtime;
using Platform.Shortener.V1;

namespace Platform.Shortener.Events;

/// <summary>
/// Shows owners what happens to their links while it happens, on <c>links/{code}</c>. It is a courtesy: when it cannot be published what happened has
/// happened all the same, and is read through the API.
/// </summary>
internal sealed partial class LinkRealtime(IRealtimePublisher publisher, ILogger<LinkRealtime> logger)
{
    public const string ChannelKind = "links";

    /// <summary>A link is not what it was.</summary>
    public Task ChangedAsync(Link link, CancellationToken cancellationToken) =>
        PublishAsync([new RealtimeEvent(ChannelOf(link.ShortCode), "link.changed", link) { EventId = $"changed-{link.Etag}" }], cancellationToken);

    /// <summary>A batch of clicks was counted.</summary>
    /// <param name="batchId">The batch; counted again it is told once.</param>
    /// <param name="clicks">The clicks, by link and day.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task ClickedAsync(string batchId, IEnumerable<LinksClicked.Types.LinkClicks> clicks, CancellationToken cancellationToken) =>
        PublishAsync([.. clicks.GroupBy(each => each.ShortCode).Select(link => Clicked(batchId, link))], cancellationToken);

    private static RealtimeEvent Clicked(string batchId, IGrouping<string, LinksClicked.Types.LinkClicks> link)
    {
        var sum = new LinkClicked { Clicks = link.Sum(each => each.Clicks), BotClicks = link.Sum(each => each.BotClicks) };
        return new RealtimeEvent(ChannelOf(link.Key), "link.clicked", sum) { EventId = $"clicked-{batchId}" };
    }

    private async Task PublishAsync(IReadOnlyList<RealtimeEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(events, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(events.Count, failure.GetType().Name);
        }
    }

    private static string ChannelOf(string code) => $"{ChannelKind}/{code}";

    [LoggerMessage(LogLevel.Warning, "{Count} realtime events could not be published ({Failure}).")]
    private partial void LogFailed(int count, string failure);
}
