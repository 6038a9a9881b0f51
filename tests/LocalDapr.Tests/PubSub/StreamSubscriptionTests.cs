using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using LocalDapr.Tests.Hosting;
using AppStatus = Dapr.Proto.Runtime.V1.TopicEventResponse.Types.TopicEventResponseStatus;
using EventStream = Grpc.Core.AsyncDuplexStreamingCall<
    Dapr.Proto.Runtime.V1.SubscribeTopicEventsRequestAlpha1, Dapr.Proto.Runtime.V1.SubscribeTopicEventsResponseAlpha1>;

namespace LocalDapr.Tests.PubSub;

/// <summary>Subscriptions by SubscribeTopicEventsAlpha1, as an app that has no port of its own makes them.</summary>
public sealed class StreamSubscriptionTests
{
    private const string Resources = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.redis
          version: v1
          metadata:
          - name: subscriptionScopes
            value: "shop=orders,dead"
        """;

    [Fact]
    public async Task Subscribe_ByAStream_GetsAnAnswerThenTheEvents()
    {
        await using var host = await SidecarHost.StartAsync(Resources);
        using var stream = await SubscribeAsync(host, "orders");

        await PublishAsync(host, "orders", 1);

        var received = await NextAsync(stream);
        received.Data.ToStringUtf8().ShouldBe("1");
        (received.Topic, received.PubsubName).ShouldBe(("orders", "pubsub"));
    }

    [Fact]
    public async Task Settle_WithRetry_BringsTheEventAgain()
    {
        await using var host = await SidecarHost.StartAsync(Resources);
        using var stream = await SubscribeAsync(host, "orders");
        await PublishAsync(host, "orders", 1);
        var first = await NextAsync(stream);

        await SettleAsync(stream, first.Id, AppStatus.Retry);

        (await NextAsync(stream)).Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Settle_WithDrop_SendsTheEventToTheDeadLetters()
    {
        await using var host = await SidecarHost.StartAsync(Resources);
        using var dead = await SubscribeAsync(host, "dead");
        using var stream = await SubscribeAsync(host, "orders", deadLetterTopic: "dead");
        await PublishAsync(host, "orders", 7);

        await SettleAsync(stream, (await NextAsync(stream)).Id, AppStatus.Drop);

        (await NextAsync(dead)).Data.ToStringUtf8().ShouldBe("7");
    }

    [Fact]
    public async Task Close_StreamWithAnUnsettledEvent_GivesItToTheNextStream()
    {
        await using var host = await SidecarHost.StartAsync(Resources);
        string id;
        using (var stream = await SubscribeAsync(host, "orders"))
        {
            await PublishAsync(host, "orders", 1);
            id = (await NextAsync(stream)).Id;
        }

        await PublishAsync(host, "orders", 2);
        using var next = await SubscribeAsync(host, "orders");

        var received = new[] { await NextAsync(next), await NextAsync(next) };
        received.Select(message => message.Data.ToStringUtf8()).Order().ShouldBe(["1", "2"]);
        received.ShouldContain(message => message.Id == id);
    }

    [Fact]
    public async Task Subscribe_TwoStreamsOfOneApp_ShareTheEvents()
    {
        const int Count = 20;
        await using var host = await SidecarHost.StartAsync(Resources);
        using var one = await SubscribeAsync(host, "orders");
        using var other = await SubscribeAsync(host, "orders");

        for (var number = 0; number < Count; number++)
            await PublishAsync(host, "orders", number);

        var counts = await Task.WhenAll(SettleAllAsync(one, Count / 2), SettleAllAsync(other, Count / 2));
        counts.SelectMany(numbers => numbers).Order().ShouldBe(Enumerable.Range(0, Count));
    }

    [Theory]
    [InlineData("other", "orders", StatusCode.InvalidArgument)]
    [InlineData("pubsub", "secret", StatusCode.PermissionDenied)]
    [InlineData("pubsub", "", StatusCode.InvalidArgument)]
    [InlineData("", "orders", StatusCode.InvalidArgument)]
    public async Task Subscribe_ToWhatMayNotBe_HasTheDocumentedError(string pubSub, string topic, StatusCode expected)
    {
        await using var host = await SidecarHost.StartAsync(Resources);

        var exception = await Should.ThrowAsync<RpcException>(async () => await SubscribeAsync(host, topic, pubSub));

        exception.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Subscribe_Twice_IsRefused()
    {
        await using var host = await SidecarHost.StartAsync(Resources);
        using var stream = await SubscribeAsync(host, "orders");

        await stream.RequestStream.WriteAsync(new() { InitialRequest = new() { PubsubName = "pubsub", Topic = "orders" } });

        (await Should.ThrowAsync<RpcException>(async () => await NextAsync(stream))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    private static async Task<EventStream> SubscribeAsync(SidecarHost host, string topic, string pubSub = "pubsub", string deadLetterTopic = "")
    {
        var stream = host.Client.SubscribeTopicEventsAlpha1();
        await stream.RequestStream.WriteAsync(
            new() { InitialRequest = new() { PubsubName = pubSub, Topic = topic, DeadLetterTopic = deadLetterTopic } });
        (await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        stream.ResponseStream.Current.InitialResponse.ShouldNotBeNull();
        return stream;
    }

    private static async Task<TopicEventRequest> NextAsync(EventStream stream)
    {
        (await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return stream.ResponseStream.Current.EventMessage;
    }

    private static Task SettleAsync(EventStream stream, string id, AppStatus status) =>
        stream.RequestStream.WriteAsync(new() { EventProcessed = new() { Id = id, Status = new TopicEventResponse { Status = status } } });

    private static async Task<List<int>> SettleAllAsync(EventStream stream, int count)
    {
        List<int> numbers = [];
        while (numbers.Count < count)
        {
            var received = await NextAsync(stream);
            numbers.Add(int.Parse(received.Data.ToStringUtf8(), System.Globalization.CultureInfo.InvariantCulture));
            await SettleAsync(stream, received.Id, AppStatus.Success);
        }

        return numbers;
    }

    private static async Task PublishAsync(SidecarHost host, string topic, int number) =>
        await host.Client.PublishEventAsync(new PublishEventRequest
        {
            PubsubName = "pubsub",
            Topic = topic,
            Data = ByteString.CopyFromUtf8($"{number}"),
            DataContentType = "application/json",
        });
}
