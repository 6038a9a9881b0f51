using Platform.Messaging;
using Platform.Shortener.V1;

namespace Platform.Shortener.Events;

/// <summary>Tells others that what they keep, or show, of a link is out of date.</summary>
internal sealed partial class LinkEvents(EventPublisher publisher, LinkRealtime realtime, ILogger<LinkEvents> logger)
{
    private const string Topic = "shortener-link-changed";

    /// <summary>Publishes a change. When that fails the change stands, and is seen as soon as what others keep runs out.</summary>
    public Task ChangedAsync(Link link, CancellationToken cancellationToken) =>
        Task.WhenAll(PublishAsync(link.ShortCode, cancellationToken), realtime.ChangedAsync(link, cancellationToken));

    private async Task PublishAsync(string code, CancellationToken cancellationToken)
    {
        try
        {
            var message = new LinkChanged { EventId = Guid.CreateVersion7().ToString("N"), ShortCode = code };
            await publisher.PublishAsync(Topic, message, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A change of a link could not be published ({Failure}).")]
    private partial void LogFailed(string failure);
}
