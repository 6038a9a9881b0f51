using FsCheck.Fluent;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Gateway.Realtime.Channels;
using Platform.Messaging.Realtime;
using Platform.Testing;

namespace Gateway.Tests.Realtime;

/// <summary>Replicas of the gateway over one log: whatever the bus loses, doubles or swaps, a listener hears every event once and in order.</summary>
public sealed class ChannelFeedsTests
{
    private const string Channel = FakeChannelLog.Channel;

    private readonly ManualTimeProvider _time = new();
    private readonly FakeChannelLog _log = new();

    [Fact]
    public void Take_EventsInAnyOrderTwiceOrNever_AreHeardOnceInOrder() =>
        AsyncProperty.Holds(
            Gen.Elements(0, 1, 2).ArrayOf(20).SelectMany(copies => Gen.Shuffle(copies.SelectMany((count, i) => Enumerable.Repeat(i, count)).ToArray())),
            async deliveries =>
            {
                var log = new FakeChannelLog();
                var feeds = NewReplica(log);
                var listener = new RecordingListener();
                await feeds.JoinAsync(Channel, listener, "1", null, CancellationToken.None);
                var events = Enumerable.Range(1, 20).Select(i => log.Publish($"e{i}")).ToList();

                foreach (var i in deliveries) feeds.Take(events[i]);
                // The one that everybody hears in the end.
                feeds.Take(log.Publish("last"));

                await Eventually.AssertAsync(() => listener.Events.ShouldBe([.. Enumerable.Range(1, 20).Select(i => $"e{i}"), "last"]));
                listener.Resets.ShouldBe(0);
            },
            cases: 100);

    [Fact]
    public async Task Take_Revoked_TakesThatUserOffAndTellsNobodyElse()
    {
        var feeds = NewReplica(_log);
        var (lost, other, late) = (new RecordingListener("lost"), new RecordingListener("other"), new RecordingListener("other"));
        await feeds.JoinAsync(Channel, lost, null, null, CancellationToken.None);
        await feeds.JoinAsync(Channel, other, null, null, CancellationToken.None);
        feeds.Take(_log.Publish("a"));
        var last = other.LastId;

        feeds.Take(_log.Publish(RealtimeEvent.RevokedType, """{"user":"lost"}"""));
        feeds.Take(_log.Publish("b"));
        await feeds.JoinAsync(Channel, late, null, last, CancellationToken.None);

        lost.Events.ShouldBe(["a"]);
        lost.RevokedBy.ShouldBe(["CHANNEL_FORBIDDEN"]);
        other.Events.ShouldBe(["a", "b"]);
        other.RevokedBy.ShouldBeEmpty();
        late.Events.ShouldBe(["b"]);
    }

    [Fact]
    public async Task Join_AnotherReplicaFromALastEvent_GoesOnWhereItWas()
    {
        var (first, second) = (NewReplica(_log), NewReplica(_log));
        var (before, other, after) = (new RecordingListener(), new RecordingListener(), new RecordingListener());
        await first.JoinAsync(Channel, before, null, null, CancellationToken.None);
        await second.JoinAsync(Channel, other, null, null, CancellationToken.None);
        first.Take(_log.Publish("a"));
        var last = before.LastId;
        first.Leave(Channel, before);
        // The second replica has heard nothing yet.
        var (a, b) = (_log.Events[0], _log.Publish("b"));

        await second.JoinAsync(Channel, after, null, last, CancellationToken.None);
        second.Take(FakeChannelLog.ToProto(a));
        second.Take(b);
        second.Take(_log.Publish("c"));

        after.Events.ShouldBe(["b", "c"]);
        other.Events.ShouldBe(["a", "b", "c"]);
        after.Resets.ShouldBe(0);
    }

    [Fact]
    public async Task Join_EventsComeWhileTheLogIsRead_NoneIsMissed()
    {
        var feeds = NewReplica(_log);
        var (first, late) = (new RecordingListener(), new RecordingListener());
        await feeds.JoinAsync(Channel, first, null, null, CancellationToken.None);
        feeds.Take(_log.Publish("a"));
        _log.Hold();

        var joining = feeds.JoinAsync(Channel, late, null, $"{_log.Current.Epoch}-0", CancellationToken.None);
        feeds.Take(_log.Publish("b"));
        feeds.Take(_log.Publish("c"));
        _log.Release();
        await joining;
        feeds.Take(_log.Publish("d"));

        late.Events.ShouldBe(["a", "b", "c", "d"]);
        first.Events.ShouldBe(["a", "b", "c", "d"]);
    }

    [Fact]
    public async Task Take_MoreMissedThanIsKept_IsAReset()
    {
        var feeds = NewReplica(_log);
        var listener = new RecordingListener();
        await feeds.JoinAsync(Channel, listener, null, null, CancellationToken.None);
        for (var i = 0; i < ChannelLog.MaxEvents + 5; i++) _log.Publish($"lost{i}");

        feeds.Take(_log.Publish("next"));

        await Eventually.AssertAsync(() => listener.Resets.ShouldBe(1));
        feeds.Take(_log.Publish("after"));
        listener.Events.ShouldBe(["after"]);
    }

    [Fact]
    public async Task Take_StoreIsAway_IsMadeUpForLater()
    {
        var feeds = NewReplica(_log);
        var listener = new RecordingListener();
        await feeds.JoinAsync(Channel, listener, null, null, CancellationToken.None);
        _log.Publish("missed");
        _log.IsAway = true;
        feeds.Take(_log.Publish("next"));
        await feeds.MaintainAsync(CancellationToken.None);
        listener.Events.ShouldBeEmpty();
        _log.IsAway = false;

        await feeds.MaintainAsync(CancellationToken.None);

        listener.Events.ShouldBe(["missed", "next"]);
    }

    [Fact]
    public async Task Maintain_ChannelInUse_KeepsItsLogAlive()
    {
        var feeds = NewReplica(_log);
        await feeds.JoinAsync(Channel, new RecordingListener(), null, null, CancellationToken.None);
        _log.Opens.ShouldBe(1);

        for (var minutes = 0; minutes < 60; minutes++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await feeds.MaintainAsync(CancellationToken.None);
        }

        _log.Opens.ShouldBe(5);
    }

    [Fact]
    public async Task Maintain_LogWasLost_IsAReset()
    {
        var feeds = NewReplica(_log);
        var listener = new RecordingListener();
        await feeds.JoinAsync(Channel, listener, null, null, CancellationToken.None);
        feeds.Take(_log.Publish("a"));
        _log.Lose();

        _time.Advance(TimeSpan.FromMinutes(20));
        await feeds.MaintainAsync(CancellationToken.None);
        feeds.Take(_log.Publish("b"));

        listener.Resets.ShouldBe(1);
        listener.Events.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Leave_LastListener_ForgetsTheChannel()
    {
        var feeds = NewReplica(_log);
        var (one, two) = (new RecordingListener(), new RecordingListener());
        await feeds.JoinAsync(Channel, one, null, null, CancellationToken.None);
        await feeds.JoinAsync(Channel, two, null, null, CancellationToken.None);

        feeds.Leave(Channel, one);
        feeds.Count.ShouldBe(1);
        feeds.Leave(Channel, two);

        feeds.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Join_StoreIsAway_FailsAndLeavesNothing()
    {
        var feeds = NewReplica(_log);
        _log.IsAway = true;

        await Should.ThrowAsync<RpcException>(() => feeds.JoinAsync(Channel, new RecordingListener(), null, null, CancellationToken.None));

        feeds.Count.ShouldBe(0);
    }

    private ChannelFeeds NewReplica(FakeChannelLog log) => new(log, _time, NullLogger<ChannelFeeds>.Instance);
}
