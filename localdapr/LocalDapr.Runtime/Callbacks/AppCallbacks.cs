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
    private readonly SubscriptionManager _shared;
    private readonly SubscriptionManager _own;
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
        var consumers = ConsumerFactory.Of(sidecar, broker, time, logger);
        _shared = new SubscriptionManager(consumers, ConsumerId.OfApp(sidecar.AppId), logger);
        _own = new SubscriptionManager(consumers, ConsumerId.OfInstance(sidecar.AppId), logger);
        _inputs = new InputBindings(
            sidecar.Resources.All(BuildingBlocks.Bindings),
            time,
            logger,
            name => sidecar.Resources.Resiliency.ForComponent(name, BuildingBlocks.Bindings, ComponentDirection.Inbound));
        _http = new HttpClient(new AppChannelHandler(sidecar.Channel)) { BaseAddress = sidecar.Channel.Address, Timeout = Timeout.InfiniteTimeSpan };
        if (sidecar.App.Protocol == AppProtocol.Grpc)
            _grpc = sidecar.Channel.Calls;
    }

    public void Start()
    {
        _running = Task.Run(() => RunAsync(_shared, _inputs, _turn, _stopping.Token));
        if (_sidecar.Resources.All(BuildingBlocks.PubSub).Any(ConsumerId.IsPerInstance))
            _running = Task.WhenAll(_running, Task.Run(() => RunAsync(_own, inputs: null, turn: null, _stopping.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(SubscriptionManager subscriptions, InputBindings? inputs, SemaphoreSlim? turn, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await _sidecar.Health.WaitAsync(isUp: true, stopping);
                await (turn?.WaitAsync(stopping) ?? Task.CompletedTask);
                try
                {
                    await ConsumeAsync(subscriptions, inputs, stopping);
                }
                finally
                {
                    turn?.Release();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException && stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ConsumeAsync(SubscriptionManager subscriptions, InputBindings? inputs, CancellationToken stopping)
    {
        try
        {
            if (await TryStartAsync(subscriptions, inputs, stopping))
                await _sidecar.Health.WaitAsync(isUp: false, stopping);
            else
                await Task.Delay(Pause, stopping);
        }
        finally
        {
            await (inputs?.StopAsync() ?? Task.CompletedTask);
            await subscriptions.StopAsync();
        }
    }

    private async Task<bool> TryStartAsync(SubscriptionManager subscriptions, InputBindings? inputs, CancellationToken stopping)
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
            await subscriptions.StartAsync(_sidecar.Resources.Subscriptions.Concat(programmatic), topics, stopping);
            if (inputs is not null)
                await inputs.StartAsync(_grpc is null ? new HttpAppBindings(_http) : new GrpcAppBindings(_grpc), asking.Token);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or RpcException or OperationCanceledException && !stopping.IsCancellationRequested)
        {
            LogNotReady(_sidecar.AppId, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {AppId} does not say what it subscribes to: {Reason}")]
    private partial void LogNotReady(string appId, string reason);
}
