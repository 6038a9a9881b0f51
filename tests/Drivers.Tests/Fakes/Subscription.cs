using System.Collections.Concurrent;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Drivers.Tests.Fakes;

/// <summary>Listens to a topic, by a streaming subscription of a service's sidecar.</summary>
internal sealed class Subscription<T> : IDisposable
    where T : IMessage, new()
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> _call;

    private Subscription(ServiceHost host)
    {
        _channel = GrpcChannel.ForAddress(host.Services.GetRequiredService<IConfiguration>()["DAPR_GRPC_ENDPOINT"]!);
        _call = new Dapr.Proto.Runtime.V1.Dapr.DaprClient(_channel).SubscribeTopicEventsAlpha1();
    }

    /// <summary>What was published, oldest first.</summary>
    public ConcurrentQueue<T> Events { get; } = new();

    public static async Task<Subscription<T>> StartAsync(ServiceHost host, string topic)
    {
        var subscription = new Subscription<T>(host);
        var begin = new SubscribeTopicEventsRequestInitialAlpha1 { PubsubName = "pubsub", Topic = topic };
        await subscription._call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1 { InitialRequest = begin });
        await subscription._call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience);
        _ = subscription.ReadAsync();
        return subscription;
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }

    private async Task ReadAsync()
    {
        var json = new JsonParser(JsonParser.Settings.Default);
        while (await _call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var message = _call.ResponseStream.Current.EventMessage;
            Events.Enqueue(json.Parse<T>(message.Data.ToStringUtf8()));
            var status = new TopicEventResponse { Status = TopicEventResponse.Types.TopicEventResponseStatus.Success };
            var done = new SubscribeTopicEventsRequestProcessedAlpha1 { Id = message.Id, Status = status };
            await _call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1 { EventProcessed = done });
        }
    }
}
