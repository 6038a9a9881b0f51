using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;

namespace LocalDapr.Runtime.Health;

/// <summary>
/// Whether an app takes calls. Without a health check that is when its port takes connections, and nothing is refused for it; with one, the
/// probes decide.
/// </summary>
internal sealed class AppHealth(AppOptions app, AppChannel channel)
{
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AlivePoll = TimeSpan.FromSeconds(1);

    private readonly AppProbe _probe = new(app, channel);
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewChange();
    private volatile bool _hasBeenUp;
    private volatile bool _isUp;
    private int _failures;

    /// <summary>What was found last.</summary>
    public bool IsUp => _isUp;

    /// <summary>Whether the sidecar may say that it is ready: the app has come up, and is healthy if that is checked.</summary>
    public bool IsReady => !channel.HasPort || (app.HealthCheck is null ? _hasBeenUp : _isUp);

    /// <summary>Whether the app may be called.</summary>
    public bool MayCall => app.HealthCheck is null || _isUp;

    /// <summary>Fails for an app that may not be called.</summary>
    /// <exception cref="Errors.DaprException">The app is not healthy.</exception>
    public void Require()
    {
        if (!MayCall)
        {
            throw InvocationErrors.Failed(app.AppId, InvocationErrors.Unhealthy);
        }
    }

    /// <summary>Completes when the app takes calls, or does not.</summary>
    public async Task WaitAsync(bool isUp, CancellationToken stopping)
    {
        while (true)
        {
            var change = Volatile.Read(ref _changed).Task;
            if (_isUp == isUp)
            {
                return;
            }

            await change.WaitAsync(stopping);
        }
    }

    /// <summary>Looks at once whether the app's port takes connections; a health check must still find it healthy.</summary>
    public async Task<bool> LookAsync(CancellationToken stopping)
    {
        await IsListeningAsync(stopping);
        return _isUp;
    }

    /// <summary>Watches the app until cancelled; then it counts as away.</summary>
    public async Task WatchAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var isListening = await IsListeningAsync(stopping);
                if (isListening && app.HealthCheck is { } check)
                {
                    Note(await _probe.IsHealthyAsync(check, stopping), check.Threshold);
                }

                await Task.Delay(PauseAfter(isListening), stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Set(false);
        }
    }

    private async Task<bool> IsListeningAsync(CancellationToken stopping)
    {
        var isListening = await _probe.IsListeningAsync(stopping);
        if (!isListening || app.HealthCheck is null)
        {
            Set(isListening);
        }

        return isListening;
    }

    private TimeSpan PauseAfter(bool isListening) => isListening ? app.HealthCheck?.Interval ?? AlivePoll : StartPoll;

    private void Note(bool isHealthy, int threshold)
    {
        _failures = isHealthy ? 0 : _failures + 1;
        if (isHealthy || _failures >= threshold)
        {
            Set(isHealthy);
        }
    }

    private void Set(bool isUp)
    {
        TaskCompletionSource change;
        lock (_gate)
        {
            if (_isUp == isUp)
            {
                return;
            }

            _isUp = isUp;
            _hasBeenUp |= isUp;
            change = _changed;
            Volatile.Write(ref _changed, NewChange());
        }

        change.SetResult();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
