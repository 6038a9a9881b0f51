using System.Text;
using Dapr.Client;
using Google.Protobuf;
using Platform.Gateway.Realtime.Channels;
using Platform.Messaging;
using Platform.Messaging.Realtime;
using Platform.Realtime.V1;

namespace Platform.Gateway.Realtime;

/// <summary>
/// The events that services publish, as this replica gets them. It sends itself one at the start: before that one comes back nobody is let in,
/// for what is published meanwhile would reach nobody here.
/// </summary>
internal sealed class RealtimeBus(DaprClient dapr, ChannelFeeds feeds, TimeProvider time) : BackgroundService, ITopicHandler<ChannelEvents>
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    // A channel that no client can have: kinds of channels have no digits.
    private readonly string _probe = $"probe0/{Guid.NewGuid():N}";
    private readonly CancellationTokenSource _heard = new();

    /// <summary>Whether events reach this replica.</summary>
    public bool IsReady => _heard.IsCancellationRequested;

    public Task HandleAsync(ChannelEvents message, CancellationToken cancellationToken)
    {
        foreach (var published in message.Events)
        {
            if (published.Channel == _probe) _heard.Cancel();
            else feeds.Take(published);
        }
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        _heard.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var json = JsonFormatter.Default.Format(new ChannelEvents { Events = { new ChannelEvent { Channel = _probe } } });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _heard.Token);
        while (!end.IsCancellationRequested)
        {
            try
            {
                await dapr.PublishByteEventAsync(
                    RealtimePublisher.PubSubName, RealtimePublisher.Topic, Encoding.UTF8.GetBytes(json), "application/json", cancellationToken: end.Token);
            }
            catch (Exception failure) when (ChannelFeeds.IsStoreFailure(failure))
            {
                // The sidecar is not there yet, or the topic is not. Clients are told to come back.
            }
            await Task.Delay(ProbeInterval, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
