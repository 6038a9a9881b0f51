using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Runtime.Resiliency.Specification;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;

namespace LocalDapr.Tests.PubSub;

public sealed class ConsumerTests
{
    private static readonly RetryPolicy TwoRetries = new(2, _ => TimeSpan.FromMilliseconds(1));

    [Fact]
    public async Task Deliver_OneHandler_KeepsTheOrder()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        var subscriber = new RecordingSubscriber();
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions { MaxConcurrentHandlers = 1 });

        await PublishAsync(log, 0, 500);

        await Eventually.AssertAsync(() => subscriber.Seen.Count.ShouldBe(500));
        subscriber.Seen.ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task Deliver_PoisonMessage_GoesToTheDeadLettersAfterItsRetriesWhileOthersFlow()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var broker = new MessageBroker(store);
        var (log, dead) = (broker.Topic("pubsub", "orders"), broker.Topic("pubsub", "dead"));
        var subscriber = new RecordingSubscriber { Answer = number => number == 3 ? DeliveryStatus.Retry : DeliveryStatus.Success };
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions
        {
            MaxConcurrentHandlers = 1,
            Retries = TwoRetries,
            DeadLetter = messages => dead.AppendAsync([.. messages.Select(message => message.Data)], CancellationToken.None),
        });

        await PublishAsync(log, 0, 100);

        await Eventually.AssertAsync(() => (dead.Count, log.Count).ShouldBe((1, 0)));
        subscriber.Seen.Count(number => number == 3).ShouldBe(3);
        subscriber.Seen.Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public async Task Deliver_PoisonMessageWithoutDeadLetters_IsRetriedOnAndBlocksNobody()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        var subscriber = new RecordingSubscriber { Answer = number => number == 0 ? DeliveryStatus.Retry : DeliveryStatus.Success };
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions
        {
            MaxConcurrentHandlers = 1,
            Retries = TwoRetries,
            RedeliverInterval = TimeSpan.FromMilliseconds(1),
        });

        await PublishAsync(log, 0, 100);

        await Eventually.AssertAsync(() => subscriber.Seen.Count(number => number == 0).ShouldBeGreaterThan(10));
        subscriber.Seen.Distinct().Count().ShouldBe(100);
        log.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_FailureThatThePolicyDoesNotCover_GoesToTheDeadLettersAtOnce()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var broker = new MessageBroker(store);
        var (log, dead) = (broker.Topic("pubsub", "orders"), broker.Topic("pubsub", "dead"));
        CodeRanges.TryParse("503", 100, 599, out var covered).ShouldBeTrue();
        var subscriber = new RecordingSubscriber { Answer = number => new(DeliveryStatus.Retry, new Failure { HttpStatus = number }) };
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions
        {
            Retries = TwoRetries with { HttpStatusCodes = covered },
            DeadLetter = messages => dead.AppendAsync([.. messages.Select(message => message.Data)], CancellationToken.None),
        });

        await PublishAsync(log, 503, 2);

        await Eventually.AssertAsync(() => (dead.Count, log.Count).ShouldBe((2, 0)));
        subscriber.Seen.Order().ShouldBe([503, 503, 503, 504]);
    }

    [Fact]
    public async Task Deliver_DroppedMessage_IsForgotten()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        var subscriber = new RecordingSubscriber { Answer = _ => DeliveryStatus.Drop };
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions());

        await PublishAsync(log, 0, 10);

        await Eventually.AssertAsync(() => log.Count.ShouldBe(0));
        subscriber.Seen.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Deliver_UnreachableApp_CountsNoAttempt()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var broker = new MessageBroker(store);
        var (log, dead) = (broker.Topic("pubsub", "orders"), broker.Topic("pubsub", "dead"));
        var attempts = 0;
        var subscriber = new RecordingSubscriber { Answer = _ => ++attempts < 4 ? DeliveryStatus.Unreachable : DeliveryStatus.Success };
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions
        {
            MaxConcurrentHandlers = 1,
            DeadLetter = messages => dead.AppendAsync([.. messages.Select(message => message.Data)], CancellationToken.None),
        });

        await PublishAsync(log, 0, 1);

        await Eventually.AssertAsync(() => log.Count.ShouldBe(0));
        attempts.ShouldBe(4);
        dead.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Deliver_Bulk_FillsBatchesAndRetriesOnlyWhatFailed()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        var failed = 0;
        var subscriber = new RecordingSubscriber { Answer = number => number == 5 && failed++ == 0 ? DeliveryStatus.Retry : DeliveryStatus.Success };
        await PublishAsync(log, 0, 25);
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions
        {
            MaxConcurrentHandlers = 1,
            MaxBatch = 10,
            MaxBatchWait = TimeSpan.FromMilliseconds(50),
            Retries = TwoRetries,
        });

        await Eventually.AssertAsync(() => log.Count.ShouldBe(0));
        subscriber.Batches.Order().ShouldBe([1, 5, 10, 10]);
        subscriber.Seen.Count.ShouldBe(26);
    }

    [Fact]
    public async Task Reopen_InTheMiddleOfManyMessages_DeliversAllThatWereNotAcknowledged()
    {
        using var folder = new TempFolder();
        var seen = new ConcurrentQueue<int>();
        await using (var store = await KeyValueStore.OpenAsync(new StoreOptions { Directory = folder.Path }))
        {
            var log = new MessageBroker(store).Topic("pubsub", "orders");
            var subscriber = new RecordingSubscriber(seen);
            await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions());
            await PublishAsync(log, 0, 10_000);
            await Eventually.AssertAsync(() => seen.Count.ShouldBeGreaterThan(1_000));
        }

        var before = seen.Count;
        await using var reopened = await KeyValueStore.OpenAsync(new StoreOptions { Directory = folder.Path });
        var rest = new MessageBroker(reopened).Topic("pubsub", "orders");
        await using var again = await StartAsync(rest, new RecordingSubscriber(seen), new ConsumerOptions());
        await PublishAsync(rest, 10_000, 10);

        await Eventually.AssertAsync(() => rest.Count.ShouldBe(0));
        seen.Distinct().Count().ShouldBe(10_010);
        // What was acknowledged before is not delivered again: a clean stop waits for its acknowledgements.
        seen.Count.ShouldBe(10_010, $"{before} were delivered before the stop");
    }

    [Fact]
    public async Task Append_NobodySubscribed_KeepsTheNewest()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        for (var i = 0; i < 3; i++)
            await PublishAsync(log, i * TopicLog.RetainedWithoutGroups / 2, TopicLog.RetainedWithoutGroups / 2);

        var group = await log.JoinAsync("late", isLasting: true, CancellationToken.None);

        log.Count.ShouldBe(TopicLog.RetainedWithoutGroups);
        NumberOf(log.Read(group, -1, 1)[0]).ShouldBe(TopicLog.RetainedWithoutGroups / 2);
    }

    [Fact]
    public async Task Join_WhileMessagesAreOnTheirWay_GetsThem()
    {
        using var folder = new TempFolder();
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions { Directory = folder.Path });
        for (var topic = 0; topic < 50; topic++)
        {
            var log = new MessageBroker(store).Topic("pubsub", $"orders{topic}");

            var publishing = PublishAsync(log, 0, 100);
            var group = await log.JoinAsync("new", isLasting: true, CancellationToken.None);
            await publishing;

            log.Read(group, -1, 200).Count.ShouldBe(100);
        }
    }

    [Fact]
    public async Task Append_OtherWritesConflict_AppendsNothingAndLeavesNoTrace()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        var group = await log.JoinAsync("app", isLasting: true, CancellationToken.None);
        for (var i = 0; i < 100; i++)
        {
            var conflicting = new Batch().Put("state", "key", default, Precondition.VersionIs(77));
            (await log.AppendAsync(["no"u8.ToArray()], conflicting)).ShouldBeFalse();
            (await log.AppendAsync([Encoding.UTF8.GetBytes($"{i}")], new Batch())).ShouldBeTrue();
        }

        var messages = log.Read(group, -1, 1000);
        await log.AcknowledgeAsync(group, [.. messages.Select(message => message.Offset)]);

        messages.Select(NumberOf).ShouldBe(Enumerable.Range(0, 100));
        (group.Finished.RangeCount, log.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Append_PublisherGaveUpWaiting_IsDeliveredAllTheSame()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        var subscriber = new RecordingSubscriber();
        await using var consumer = await StartAsync(log, subscriber, new ConsumerOptions());

        await Record.ExceptionAsync(() => log.AppendAsync(["7"u8.ToArray()], new CancellationToken(canceled: true)));

        await Eventually.AssertAsync(() => subscriber.Seen.ShouldBe([7]));
    }

    [Fact]
    public async Task Leave_LastGroupThatWantsAMessage_DropsIt()
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var log = new MessageBroker(store).Topic("pubsub", "orders");
        var fast = await log.JoinAsync("fast", isLasting: true, CancellationToken.None);
        await log.JoinAsync("slow", isLasting: true, CancellationToken.None);
        await PublishAsync(log, 0, 3);
        await log.AcknowledgeAsync(fast, [0, 1]);
        log.Count.ShouldBe(3);

        await log.LeaveAsync("slow");

        log.Count.ShouldBe(1);
    }

    private static async Task<Consumer> StartAsync(TopicLog log, ISubscriber subscriber, ConsumerOptions options) =>
        new(log, await log.JoinAsync("app", isLasting: true, CancellationToken.None), subscriber, options, TimeProvider.System, NullLogger.Instance);

    private static Task PublishAsync(TopicLog log, int first, int count) => log.AppendAsync(
        [.. Enumerable.Range(first, count).Select(number => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes($"{number}")))], CancellationToken.None);

    private static int NumberOf(Message message) => int.Parse(message.Data.Span, CultureInfo.InvariantCulture);

    private sealed class RecordingSubscriber(ConcurrentQueue<int>? seen = null) : ISubscriber
    {
        public ConcurrentQueue<int> Seen { get; } = seen ?? new();

        public ConcurrentQueue<int> Batches { get; } = new();

        public Func<int, DeliveryResult> Answer { get; init; } = _ => DeliveryStatus.Success;

        public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken)
        {
            Batches.Enqueue(messages.Count);
            foreach (var message in messages)
                Seen.Enqueue(NumberOf(message));
            return Task.FromResult<IReadOnlyList<DeliveryResult>>([.. messages.Select(message => Answer(NumberOf(message)))]);
        }
    }
}
