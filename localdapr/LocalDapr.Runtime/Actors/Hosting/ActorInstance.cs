namespace LocalDapr.Runtime.Actors.Hosting;

/// <summary>
/// One run of one instance of an app that hosts actors, from its start to its end. A process that comes back is another run: it has no
/// active actors.
/// </summary>
internal sealed class ActorInstance(Sidecar sidecar, ActorConfiguration configuration)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Sidecar Sidecar => sidecar;

    /// <summary>Names the instance among those that may host the same actors; the same after a restart.</summary>
    public string Name { get; } = $"{sidecar.AppId}:{sidecar.App.AppPort}";

    public ActorConfiguration Configuration => configuration;

    /// <summary>Completes when the run is over.</summary>
    public Task Ended => _ended.Task;

    public bool IsAlive => !Ended.IsCompleted;

    public bool Hosts(string type) => configuration.Types.ContainsKey(type);

    /// <summary>Says that the run is over.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>Looks whether the app still takes connections, after a call has failed.</summary>
    public async Task SuspectAsync()
    {
        if (IsAlive && !await sidecar.Health.LookAsync(CancellationToken.None))
            End();
    }
}
