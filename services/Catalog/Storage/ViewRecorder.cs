using System.Threading.Channels;

namespace Platform.Catalog.Storage;

/// <summary>Notes views behind the answers, so that pages need not wait for it. When there are too many the newest are left out.</summary>
internal sealed partial class ViewRecorder(ViewStore views, ILogger<ViewRecorder> logger) : BackgroundService
{
    private const int Capacity = 10_000;

    private readonly Channel<(string User, string Product)> _views = Channel.CreateBounded<(string, string)>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Says that a user looked at a product.</summary>
    public void Record(string user, string product) => _views.Writer.TryWrite((user, product));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<(string User, string Product)>();
        while (await _views.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            // What came while the last ones were noted is noted together.
            while (batch.Count < ViewStore.MaxViews && _views.Reader.TryRead(out var view))
            {
                batch.Add(view);
            }

            await TryAddAsync(batch, stoppingToken);
        }
    }

    private async Task TryAddAsync(List<(string User, string Product)> batch, CancellationToken cancellationToken)
    {
        try
        {
            await views.AddAsync(batch, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(batch.Count, failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} views could not be noted ({Failure}).")]
    private partial void LogFailed(int count, string failure);
}
