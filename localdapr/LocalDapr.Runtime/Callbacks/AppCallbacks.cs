using System.Text.Json;
using Grpc.Core;
using LocalDapr.Runtime.Bindings;
using LocalDapr.Runtime.Bindings.Inputs;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.Subscriptions;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Callbacks;

/// <summary>
/// What one app is called for: topics and input bindings. Whenever the app comes up it is asked what it wants; when it
/// goes away, deliveries stop until it is back.
/// </summary>
internal sealed partial class AppCallbacks : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private readonly Sidecar _sidecar;
    private readonly SemaphoreSlim _turn;
    private readonly SubscriptionManager _subscriptions;
    private readonly InputBindings _inputs;
    private readonly HttpClient _http;
    private readonly CallInvoker? _grpc;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <param name="sidecar">The sidecar of the app.</param>
    /// <param name="turn">Held by the one instance of an app that is called: what it was not given comes to the next one.</param>
    /// <param name="broker">The topics.</param>
    /// <param name="time">The clock of schedules and retries.</param>
    /// <param name="logger">Receives what the app refused.</param>
    /// <exception cref="Errors.ConfigurationException">An input binding is declared wrongly.</exception>
    public AppCallbacks(Sidecar sidecar, SemaphoreSlim turn, MessageBroker broker, TimeProvider time, ILogger logger)
    {
        (_sidecar, _turn, _logger) = (sidecar, turn, logger);
        _subscriptions = new SubscriptionManager(ConsumerFactory.Of(sidecar, broker, time, logger), logger);
        _inputs = new InputBindings(
            sidecar.Resources.All(BuildingBlocks.Bindings),
            time,
            logger,
            name => sidecar.Resources.Resiliency.ForComponent(name, BuildingBlocks.Bindings, ComponentDirection.Inbound));
        _http = new HttpClient(new AppChannelHandler(sidecar.Channel)) { BaseAddress = sidecar.Channel.Address, Timeout = Timeout.InfiniteTimeSpan };
        if (sidecar.App.Protocol == AppProtocol.Grpc)
            _grpc = sidecar.Channel.Calls;
    }

    public void Start() => _running = Task.Run(() => RunAsync(_stopping.Token));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await _sidecar.Health.WaitAsync(isUp: true, stopping);
                await _turn.WaitAsync(stopping);
                try
                {
                    await ConsumeAsync(stopping);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException && stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ConsumeAsync(CancellationToken stopping)
    {
        try
        {
            if (await TryStartAsync(stopping))
                await _sidecar.Health.WaitAsync(isUp: false, stopping);
            else
                await Task.Delay(Pause, stopping);
        }
        finally
        {
            await StopAsync();
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken stopping)
    {
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        asking.CancelAfter(CallTimeout);
        try
        {
            var programmatic = _grpc is null
                ? await SubscriptionDiscovery.ListAsync(_http, asking.Token)
                : await SubscriptionDiscovery.ListAsync(_grpc, asking.Token);
            _sidecar.AskedSubscriptions = [.. programmatic];
            IAppTopics topics = _grpc is null ? new HttpAppTopics(_http, _logger) : new GrpcAppTopics(_grpc, _logger);
            IAppBindings bindings = _grpc is null ? new HttpAppBindings(_http) : new GrpcAppBindings(_grpc);
            await _subscriptions.StartAsync(_sidecar.Resources.Subscriptions.Concat(programmatic), topics, stopping);
            await _inputs.StartAsync(bindings, asking.Token);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or RpcException or OperationCanceledException && !stopping.IsCancellationRequested)
        {
            LogNotReady(_sidecar.AppId, exception.Message);
            return false;
        }
    }

    private async Task StopAsync()
    {
        await _inputs.StopAsync();
        await _subscriptions.StopAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {AppId} does not say what it subscribes to: {Reason}")]
    private partial void LogNotReady(string appId, string reason);
}
