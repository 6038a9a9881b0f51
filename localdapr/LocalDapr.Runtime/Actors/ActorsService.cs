using System.Text.Json;
using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Actors.Reminders;
using LocalDapr.Runtime.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Actors;

/// <summary>Follows the apps: asks each one that comes up which actors it hosts, and gives its actors to others when it goes.</summary>
internal sealed partial class ActorsService : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConfigTimeout = TimeSpan.FromSeconds(10);

    private readonly SidecarRegistry _sidecars;
    private readonly ActorPlacement _placement;
    private readonly ActorMover _mover;
    private readonly ActorReminders _reminders;
    private readonly TimeProvider _time;
    private readonly ILogger<ActorsService> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;

    public ActorsService(
        SidecarRegistry sidecars,
        ActorPlacement placement,
        ActorMover mover,
        ActorReminders reminders,
        TimeProvider time,
        ILogger<ActorsService> logger)
    {
        (_sidecars, _placement, _mover, _reminders, _time, _logger) = (sidecars, placement, mover, reminders, time, logger);
        _placement.Changed += (_, _) => Rebalance();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // An app that speaks gRPC only cannot host actors: their protocol is HTTP.
        var hosts = _sidecars.All.Where(sidecar => sidecar.Channel.HasPort && sidecar.App.Protocol != AppProtocol.Grpc).ToList();
        hosts.ForEach(_ => _placement.Expect());
        _reminders.Start();
        _following = Task.WhenAll(hosts.Select(sidecar => Task.Run(() => FollowAsync(sidecar, _stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _following;
        await _reminders.DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task FollowAsync(Sidecar sidecar, CancellationToken stopping)
    {
        var isAsked = false;
        try
        {
            while (true)
            {
                await sidecar.Health.WaitAsync(isUp: true, stopping);
                var configuration = await AskAsync(sidecar, stopping);
                if (configuration is { Types.Count: > 0 })
                    await HostAsync(new ActorInstance(sidecar, configuration), Asked, stopping);
                Asked();
                if (configuration is null)
                    await Task.Delay(Pause, stopping);
                else if (configuration.Types.Count == 0)
                    await sidecar.Health.WaitAsync(isUp: false, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }

        void Asked()
        {
            if (!isAsked)
                _placement.Asked();
            isAsked = true;
        }
    }

    /// <summary>Lets an instance host its actors until it goes away.</summary>
    private async Task HostAsync(ActorInstance instance, Action placed, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _placement.Add(instance);
        placed();
        LogHosts(instance.Name, string.Join(", ", instance.Configuration.Types.Keys));
        var scanning = ScanAsync(instance, gone.Token);
        try
        {
            await Task.WhenAny(instance.Sidecar.Health.WaitAsync(isUp: false, gone.Token), instance.Ended);
            stopping.ThrowIfCancellationRequested();
            LogGone(instance.Name);
        }
        finally
        {
            instance.End();
            await gone.CancelAsync();
            await scanning;
            _placement.Remove(instance);
        }
    }

    /// <summary>What the app hosts; null when it does not answer.</summary>
    private async Task<ActorConfiguration?> AskAsync(Sidecar sidecar, CancellationToken stopping)
    {
        try
        {
            using var timeout = new CancellationTokenSource(ConfigTimeout);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sidecar.Channel.Address, "dapr/config"));
            using var response = await sidecar.Channel.SendAsync(request, ending.Token);
            if ((int)response.StatusCode is >= 400 and < 500)
                return ActorConfiguration.None;
            response.EnsureSuccessStatusCode();
            var body = await response.Content.ReadAsByteArrayAsync(ending.Token);
            return body.Length == 0 ? ActorConfiguration.None : ActorConfiguration.Parse(body);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or OperationCanceledException)
        {
            stopping.ThrowIfCancellationRequested();
            LogNoAnswer(sidecar.AppId, failure.Message);
            return null;
        }
    }

    private async Task ScanAsync(ActorInstance instance, CancellationToken gone)
    {
        using var timer = new PeriodicTimer(instance.Configuration.ScanInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(gone))
                await _mover.DropIdleAsync(instance);
        }
        catch (OperationCanceledException)
        {
            // The instance is gone.
        }
    }

    private void Rebalance()
    {
        if (!_stopping.IsCancellationRequested)
            _ = Task.Run(_mover.RebalanceAsync, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Information, "{Instance} hosts actors: {Types}")]
    private partial void LogHosts(string instance, string types);

    [LoggerMessage(LogLevel.Information, "{Instance} is gone; its actors may be activated elsewhere")]
    private partial void LogGone(string instance);

    [LoggerMessage(LogLevel.Warning, "App {AppId} does not say which actors it hosts: {Reason}")]
    private partial void LogNoAnswer(string appId, string reason);
}
