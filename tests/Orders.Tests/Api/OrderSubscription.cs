using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Orders.V1;

namespace Platform.Orders.Tests.Api;

/// <summary>Listens to <c>orders-order-changed</c>, by a streaming subscription of the sidecar.</summary>
internal sealed class OrderSubscription : IDisposable
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> _call;

    public OrderSubscription(ServiceHost host)
    {
        _channel = GrpcChannel.ForAddress(host.Services.GetRequiredService<IConfiguration>()["DAPR_GRPC_ENDPOINT"]!);
        _call = new Dapr.Proto.Runtime.V1.Dapr.DaprClient(_channel).SubscribeTopicEventsAlpha1();
    }

    public async Task StartAsync()
    {
        await _call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1
        {
            InitialRequest = new SubscribeTopicEventsRequestInitialAlpha1 { PubsubName = "pubsub", Topic = "orders-order-changed" },
        });
        await _call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Platform.Testing.Eventually.Patience);
    }

    /// <summary>The next event of an order.</summary>
    public async Task<OrderChanged> NextAsync(string order)
    {
        while (await _call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Platform.Testing.Eventually.Patience))
        {
            var message = _call.ResponseStream.Current.EventMessage;
            await _call.RequestStream.WriteAsync(new SubscribeTopicEventsRequestAlpha1
            {
                EventProcessed = new SubscribeTopicEventsRequestProcessedAlpha1
                {
                    Id = message.Id,
                    Status = new TopicEventResponse { Status = TopicEventResponse.Types.TopicEventResponseStatus.Success },
                },
            });
            if (Json.Parse<OrderChanged>(message.Data.ToStringUtf8()) is { } changed && changed.Order == order)
            {
                return changed;
            }
        }

        throw new InvalidOperationException("The subscription ended.");
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}
