using Platform.Messaging;
using Platform.Shortener.V1;
using Platform.State.Caching;

namespace Platform.Gateway.Redirects;

/// <summary>
/// Forgets changed links. Of several replicas one gets each event; the others serve what they remember for at
/// most <see cref="RedirectOptions.CacheDuration"/>.
/// </summary>
internal sealed class LinkChangedHandler(ReadThroughCache<LinkTarget> links) : ITopicHandler<LinkChanged>
{
    public const string Topic = "shortener-link-changed";

    public Task HandleAsync(LinkChanged message, CancellationToken cancellationToken)
    {
        links.Evict(message.ShortCode);
        return Task.CompletedTask;
    }
}
