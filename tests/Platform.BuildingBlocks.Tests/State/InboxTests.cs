using Dapr.Client;
using Platform.State;
using Platform.State.Idempotency;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.State;

[Collection(nameof(SidecarTests))]
public sealed class InboxTests(SidecarFixture sidecar)
{
    [Fact]
    public void Handle_EventsInAnyOrderAndNumber_HappenOnce() => AsyncProperty.Holds<byte[]>(async deliveries =>
    {
        var (counter, inbox, id) = (NewCounter(sidecar.First), NewInbox(sidecar.First), sidecar.NewName());
        var seen = new HashSet<byte>();
        foreach (var delivery in deliveries)
        {
            (await HandleAsync(inbox, counter, id, delivery)).ShouldBe(seen.Add(delivery));
        }

        (await counter.GetAsync(id, default)).ShouldBe(seen.Sum(each => (long)each));
    });

    [Fact]
    public async Task Handle_SameEventByTwoWritersAtOnce_HappensOnce()
    {
        var id = sidecar.NewName();
        var replicas = new[] { sidecar.First, sidecar.Second };

        for (byte number = 1; number <= 30; number++)
        {
            var outcomes = await Task.WhenAll(replicas.Select(dapr => HandleAsync(NewInbox(dapr), NewCounter(dapr), id, number)));
            outcomes.Count(isNew => isNew).ShouldBe(1);
        }

        (await NewCounter(sidecar.First).GetAsync(id, default)).ShouldBe(30 * 31 / 2);
    }

    [Fact]
    public async Task Handle_EventWhoseHandlerFails_ComesAgain()
    {
        var (counter, inbox, id) = (NewCounter(sidecar.First), NewInbox(sidecar.First), sidecar.NewName());

        await Should.ThrowAsync<InvalidOperationException>(() => inbox.HandleOnceAsync(id, _ => throw new InvalidOperationException(), default));

        (await HandleAsync(inbox, counter, id, 7)).ShouldBeTrue();
    }

    private static ShardedCounter NewCounter(DaprClient dapr) => new(dapr, SidecarFixture.Store, "inbox-counter", shards: 2);

    private static Inbox NewInbox(DaprClient dapr) => new(dapr, SidecarFixture.Store, "inbox");

    private static Task<bool> HandleAsync(Inbox inbox, ShardedCounter counter, string id, byte number) => inbox.HandleOnceAsync(
        $"{id}/{number}",
        async token => [counter.Add(await counter.GetShardAsync(id, token), number)],
        default);
}
