using System.Net.Sockets;
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
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AlivePoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private readonly Sidecar _sidecar;
    private readonly SubscriptionManager _subscriptions;
    private readonly InputBindings _inputs;
    private readonly HttpClient _http;
    private readonly CallInvoker? _grpc;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <exception cref="Errors.ConfigurationException">An input binding is declared wrongly.</exception>
    public AppCallbacks(Sidecar sidecar, MessageBroker broker, TimeProvider time, ILogger logger)
    {
        (_sidecar, _logger) = (sidecar, logger);
        _subscriptions = new SubscriptionManager(
            sidecar.AppId,
            name => sidecar.Resources.Find(BuildingBlocks.PubSub, name),
            name => sidecar.Resources.Resiliency.ForComponent(name, BuildingBlocks.PubSub, ComponentDirection.Inbound),
            broker,
            time,
            logger);
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
                await PollAsync(isUp => isUp, StartPoll, stopping);
                if (await TryStartAsync(stopping))
                    await PollAsync(isUp => !isUp, AlivePoll, stopping);
                else
                    await Task.Delay(AlivePoll, stopping);
                await StopAsync();
            }
        }
        catch (OperationCanceledException)
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

    /// <summary>Waits until the app takes connections, or does not.</summary>
    private async Task PollAsync(Predicate<bool> isWanted, TimeSpan interval, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval);
        while (!isWanted(await IsUpAsync(stopping)))
            await timer.WaitForNextTickAsync(stopping);
    }

    private async Task<bool> IsUpAsync(CancellationToken stopping)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(_sidecar.Channel.Address.Host, _sidecar.Channel.Address.Port, stopping);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {AppId} does not say what it subscribes to: {Reason}")]
    private partial void LogNotReady(string appId, string reason);
}
