using System.Text;
using Dapr.Client;
using Google.Protobuf;
using Platform.Catalog.Storage;
using Platform.Catalog.V1;
using Platform.Messaging;
using Platform.Messaging.Realtime;

namespace Platform.Catalog.Events;

/// <summary>
/// Tells this replica's index, the other replicas and other services that products are not what they were. When that fails the change stands, and the
/// others see it when they read all products again.
/// </summary>
internal sealed partial class CatalogEvents(DaprClient dapr, EventPublisher publisher, IndexUpdater updater, ILogger<CatalogEvents> logger)
{
    /// <summary>For other services.</summary>
    public const string Topic = "catalog-product-changed";

    /// <summary>For the replicas of this one.</summary>
    public const string ReplicaTopic = "catalog-index-stale";

    /// <summary>Names this replica.</summary>
    public static readonly string Replica = NewId();

    private const int Parallelism = 8;
    private const int BatchSize = 100;

    /// <summary>Products were added, changed or deleted.</summary>
    /// <param name="products">The products, with the SKUs that they have or had.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ProductsChangedAsync(IReadOnlyCollection<(string Id, IEnumerable<string> Skus)> products, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await IndexStaleAsync([.. products.Select(product => product.Id)], cancellationToken);
        await Parallel.ForEachAsync(products, limits, async (product, token) =>
            await TryAsync(() => publisher.PublishAsync(Topic, Event(product.Id, product.Skus), token)));
    }

    /// <summary>What the index knows about products is out of date, though they are what they were: ratings, sales, stock.</summary>
    public async Task IndexStaleAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await TryAsync(() => updater.RefreshAsync(ids, cancellationToken));
        foreach (var batch in ids.Chunk(BatchSize))
        {
            var stale = new IndexStale { EventId = NewId(), Replica = Replica, Products = { batch.Select(ResourceNames.OfProduct) } };
            var json = Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(stale));
            await TryAsync(() => dapr.PublishByteEventAsync(
                RealtimePublisher.PubSubName, ReplicaTopic, json, "application/json", cancellationToken: cancellationToken));
        }
    }

    private static string NewId() => Guid.CreateVersion7().ToString("N");

    private static ProductChanged Event(string id, IEnumerable<string> skus) =>
        new() { EventId = NewId(), Product = ResourceNames.OfProduct(id), Skus = { skus } };

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A change of products could not be told ({Failure}).")]
    private partial void LogFailed(string failure);
}
