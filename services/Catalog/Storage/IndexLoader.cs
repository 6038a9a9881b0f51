namespace Platform.Catalog.Storage;

/// <summary>Fills the index from the store at the start, and again now and then, for a replica that was cut off may have missed changes.</summary>
internal sealed partial class IndexLoader(ProductStore products, IndexUpdater updater, TimeProvider clock, ILogger<IndexLoader> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var loaded = await TryLoadAsync(stoppingToken);
            // The sidecar may start after the service: then this is tried again on a clock that tests do not stop.
            await Task.Delay(loaded ? Interval : Pause, loaded ? clock : TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (started, count) = (clock.GetTimestamp(), 0);
            await foreach (var ids in products.ReadIdsAsync(cancellationToken))
            {
                await updater.RefreshAsync(ids, cancellationToken);
                count += ids.Count;
            }

            updater.SetLoaded();
            LogLoaded(count, clock.GetElapsedTime(started).TotalMilliseconds);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure.GetType().Name);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "The index holds {Count} products, read in {Milliseconds} ms.")]
    private partial void LogLoaded(int count, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "The products could not be read ({Failure}); this is tried again.")]
    private partial void LogFailed(string failure);
}
