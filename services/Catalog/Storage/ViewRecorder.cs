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
        while (await _views.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_views.Reader.TryRead(out var view))
            {
                await TryAddAsync(view.User, view.Product, stoppingToken);
            }
        }
    }

    private async Task TryAddAsync(string user, string product, CancellationToken cancellationToken)
    {
        try
        {
            await views.AddAsync(user, product, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A view could not be noted ({Failure}).")]
    private partial void LogFailed(string failure);
}
