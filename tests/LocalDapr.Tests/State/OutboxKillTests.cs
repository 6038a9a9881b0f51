using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using LocalDapr.Tests.Runner;
using Platform.Testing;

namespace LocalDapr.Tests.State;

/// <summary>A transaction and its event are one: <c>kill -9</c> of localdapr leaves both or neither.</summary>
public sealed class OutboxKillTests : IAsyncDisposable
{
    private const int Writers = 8;

    private readonly KillableHost _host = new(Resources);
    private readonly HttpClient _client = new();
    private readonly ConcurrentBag<int> _acknowledged = [];
    private int _next;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task KillLocalDapr_WhileTransactionsCommit_EventsAreThoseOfTheStateThatIsThere()
    {
        for (var round = 1; round <= 2; round++)
        {
            await _host.StartAsync();
            var writing = Enumerable.Range(0, Writers).Select(_ => WriteAsync()).ToList();
            var enough = round * 500;
            await Eventually.AssertAsync(() => _acknowledged.Count.ShouldBeGreaterThan(enough));
            await _host.KillAsync();
            await Task.WhenAll(writing);
        }

        await _host.StartAsync();

        var saved = await SavedAsync();
        _acknowledged.Except(saved).ShouldBeEmpty("an acknowledged transaction is lost");
        await Eventually.AssertAsync(() => _host.Seen().Select(seen => seen.Number).Distinct().Order().ShouldBe(saved), KillableHost.Patience);
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            var number = Interlocked.Increment(ref _next);
            try
            {
                using var response = await _client.PostAsJsonAsync($"{_host.Sidecar}v1.0/state/ledger/transaction", new
                {
                    operations = new[] { new { operation = "upsert", request = new { key = $"{number}", value = new { n = number }, contentType = "application/json" } } },
                });
                response.EnsureSuccessStatusCode();
                _acknowledged.Add(number);
            }
            catch (HttpRequestException) when (_host.IsKilled)
            {
                return;
            }
        }
    }

    private async Task<List<int>> SavedAsync()
    {
        var saved = new ConcurrentBag<int>();
        await Parallel.ForEachAsync(Enumerable.Range(1, _next), async (number, cancellationToken) =>
        {
            using var response = await _client.GetAsync($"{_host.Sidecar}v1.0/state/ledger/{number}", cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
                saved.Add(number);
        });
        return [.. saved.Order()];
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
        kind: Component
        metadata:
          name: ledger
        spec:
          type: state.postgresql
          version: v2
          metadata:
          - name: outboxPublishPubsub
            value: pubsub
          - name: outboxPublishTopic
            value: orders
        """;
}
