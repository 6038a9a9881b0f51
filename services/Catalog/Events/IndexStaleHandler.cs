using Platform.Catalog.Storage;
using Platform.Catalog.V1;
using Platform.Messaging;

namespace Platform.Catalog.Events;

/// <summary>Reads again what another replica has changed.</summary>
internal sealed class IndexStaleHandler(IndexUpdater updater) : ITopicHandler<IndexStale>
{
    public Task HandleAsync(IndexStale message, CancellationToken cancellationToken) =>
        message.Replica == CatalogEvents.Replica
            ? Task.CompletedTask
            : updater.RefreshAsync([.. message.Products.Select(name => ResourceNames.ProductOf(name))], cancellationToken);
}
