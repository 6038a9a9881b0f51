using System.Net.Http.Json;
using LocalDapr.Tests.Runner;
using Platform.Testing;

namespace LocalDapr.Tests.PubSub;

/// <summary>What <c>kill -9</c> of a subscriber, or of localdapr, does to events: nothing is lost.</summary>
public sealed class KilledProcessTests : IAsyncDisposable
{
    private const int Count = 10_000;
    private const int Poison = 4_321;
    private const int Retries = 3;

    private readonly KillableHost _host = new(Resources, Poison);
    private readonly HttpClient _publisher = new();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _publisher.Dispose();
    }

    [Fact]
    public async Task KillSubscriber_AmongTenThousandEvents_HasSeenEachAtLeastOnce()
    {
        await _host.StartAsync();
        var publishing = PublishAsync(0, Count);
        await _host.SeenAsync(Count / 4);
        var first = _host.Seen()[0].ProcessId;

        KillableHost.Kill(first);

        _host.Seen().Length.ShouldBeLessThan(Count, "it was killed too late to be in the middle");
        await publishing;
        await _host.SeenAsync(Count);
        _host.Seen().ShouldContain(seen => seen.ProcessId != first);
    }

    [Fact]
    public async Task KillSubscriber_AgainAndAgain_PoisonIsInTheDeadLettersAndTheOthersFlow()
    {
        await _host.StartAsync();
        var publishing = PublishAsync(0, Count);
        for (var kill = 1; kill <= 3; kill++)
        {
            await _host.SeenAsync(kill * Count / 5);
            KillableHost.Kill(_host.Seen()[^1].ProcessId);
        }

        await publishing;

        await _host.SeenAsync(Count);
        await Eventually.AssertAsync(() => _host.Seen("dead").Select(seen => seen.Number).ShouldContain(Poison), KillableHost.Patience);
        _host.Seen("dead").ShouldAllBe(seen => seen.Number == Poison);
        _host.Seen().Count(seen => seen.Number == Poison).ShouldBeGreaterThan(Retries);
    }

    [Fact]
    public async Task Poison_AfterTheConfiguredRetries_IsInTheDeadLettersOnce()
    {
        await _host.StartAsync();

        await PublishAsync(Poison - 50, 100);

        await _host.SeenAsync(100);
        await Eventually.AssertAsync(() => _host.Seen("dead").Select(seen => seen.Number).ShouldBe([Poison]), KillableHost.Patience);
        _host.Seen().Count(seen => seen.Number == Poison).ShouldBe(1 + Retries);
        _host.Seen().Length.ShouldBe(100 + Retries);
    }

    [Fact]
    public async Task KillLocalDapr_AmongTenThousandEvents_DeliversEachThatWasAcknowledged()
    {
        await _host.StartAsync();
        var publishing = PublishAsync(0, Count);
        await _host.SeenAsync(Count / 4);

        await _host.KillAsync();

        var acknowledged = await publishing;
        acknowledged.ShouldBeGreaterThanOrEqualTo(Count / 4);
        await _host.StartAsync();
        await PublishAsync(acknowledged, Count - acknowledged);
        await _host.SeenAsync(Count);
    }

    /// <summary>Publishes numbered events in bulks, until localdapr is gone.</summary>
    /// <returns>How many were acknowledged.</returns>
    private async Task<int> PublishAsync(int first, int count)
    {
        var acknowledged = 0;
        foreach (var bulk in Enumerable.Range(first, count).Chunk(100))
        {
            var entries = bulk.Select(number => new { entryId = $"{number}", @event = new { n = number }, contentType = "application/json" });
            try
            {
                using var response = await _publisher.PostAsJsonAsync($"{_host.Sidecar}v1.0/publish/bulk/pubsub/orders", entries);
                response.EnsureSuccessStatusCode();
            }
            catch (HttpRequestException) when (_host.IsKilled)
            {
                break;
            }

            acknowledged += bulk.Length;
        }

        return acknowledged;
    }

    private const string Resources = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.redis
          version: v1
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: resiliency
        spec:
          policies:
            retries:
              quick:
                policy: constant
                duration: 20ms
                maxRetries: 3
          targets:
            components:
              pubsub:
                inbound:
                  retry: quick
        """;
}
