namespace LocalDapr.Runtime.Workflow.Dispatch;

/// <summary>Limits how many of something there are at a time.</summary>
/// <param name="limit">How many; null for any number.</param>
internal sealed class Permits(int? limit)
{
    private readonly SemaphoreSlim? _semaphore = limit is { } count ? new SemaphoreSlim(count) : null;

    public Task TakeAsync(CancellationToken cancellationToken) => _semaphore?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    public void Release() => _semaphore?.Release();
}
