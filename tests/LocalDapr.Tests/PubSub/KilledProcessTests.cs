using System.Diagnostics;
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
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _publisher = new();
    private Process? _localDapr;
    private int _publisherPort;
    private volatile bool _isKilled;

    public async ValueTask DisposeAsync()
    {
        if (_localDapr is not null)
            await KillLocalDaprAsync();
        _publisher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task KillSubscriber_AmongTenThousandEvents_HasSeenEachAtLeastOnce()
    {
        await StartAsync();
        var publishing = PublishAsync(0, Count);
        await SeenAsync(Count / 4);
        var first = Seen()[0].ProcessId;

        Kill(first);

        Seen().Length.ShouldBeLessThan(Count, "it was killed too late to be in the middle");
        await publishing;
        await SeenAsync(Count);
        Seen().ShouldContain(seen => seen.ProcessId != first);
    }

    [Fact]
    public async Task KillSubscriber_AgainAndAgain_PoisonIsInTheDeadLettersAndTheOthersFlow()
    {
        await StartAsync();
        var publishing = PublishAsync(0, Count);
        for (var kill = 1; kill <= 3; kill++)
        {
            await SeenAsync(kill * Count / 5);
            Kill(Seen()[^1].ProcessId);
        }

        await publishing;

        await SeenAsync(Count);
        await Eventually.AssertAsync(() => Seen("dead").Select(seen => seen.Number).ShouldContain(Poison), Patience);
        Seen("dead").ShouldAllBe(seen => seen.Number == Poison);
        Seen().Count(seen => seen.Number == Poison).ShouldBeGreaterThan(Retries);
    }

    [Fact]
    public async Task Poison_AfterTheConfiguredRetries_IsInTheDeadLettersOnce()
    {
        await StartAsync();

        await PublishAsync(Poison - 50, 100);

        await SeenAsync(100);
        await Eventually.AssertAsync(() => Seen("dead").Select(seen => seen.Number).ShouldBe([Poison]), Patience);
        Seen().Count(seen => seen.Number == Poison).ShouldBe(1 + Retries);
        Seen().Length.ShouldBe(100 + Retries);
    }

    [Fact]
    public async Task KillLocalDapr_AmongTenThousandEvents_DeliversEachThatWasAcknowledged()
    {
        await StartAsync();
        var publishing = PublishAsync(0, Count);
        await SeenAsync(Count / 4);

        await KillLocalDaprAsync();

        var acknowledged = await publishing;
        acknowledged.ShouldBeGreaterThanOrEqualTo(Count / 4);
        await StartAsync();
        await PublishAsync(acknowledged, Count - acknowledged);
        await SeenAsync(Count);
    }

    /// <summary>Starts localdapr with one subscriber, on what an earlier one left.</summary>
    private async Task StartAsync()
    {
        var ports = LocalDaprProcess.FreePorts(3);
        Directory.CreateDirectory(_folder["resources"]);
        await File.WriteAllTextAsync(_folder["resources/all.yaml"], Resources);
        await File.WriteAllTextAsync(_folder["dapr.yaml"], $"""
            version: 1
            common:
              resourcesPath: resources
            apps:
              - appID: subscriber
                appPort: {ports[0]}
                appProtocol: h2c
                daprHTTPPort: {ports[1]}
                daprGRPCPort: {ports[2]}
                env:
                  SEEN_FILE: {_folder["seen"]}
                  POISON: {Poison}
                command: ["dotnet", "{Path.Combine(AppContext.BaseDirectory, "../../Subscriber/release/Subscriber.dll")}"]
            """);
        _publisherPort = ports[1];
        _localDapr = LocalDaprProcess.Start(_folder);
        _isKilled = false;
        await LocalDaprProcess.WaitUntilReadyAsync(_localDapr);
    }

    private async Task KillLocalDaprAsync()
    {
        _isKilled = true;
        _localDapr!.Kill();
        await _localDapr.WaitForExitAsync().WaitAsync(Eventually.Patience);
        _localDapr.Dispose();
        _localDapr = null;
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
        process.WaitForExit();
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
                using var response = await _publisher.PostAsJsonAsync($"http://127.0.0.1:{_publisherPort}/v1.0/publish/bulk/pubsub/orders", entries);
                response.EnsureSuccessStatusCode();
            }
            catch (HttpRequestException) when (_isKilled)
            {
                break;
            }

            acknowledged += bulk.Length;
        }

        return acknowledged;
    }

    /// <summary>Waits until that many different orders were seen, by whichever process.</summary>
    private Task SeenAsync(int count) =>
        Eventually.AssertAsync(() => Seen().DistinctBy(seen => seen.Number).Count().ShouldBeGreaterThanOrEqualTo(count), Patience);

    private (int Number, int ProcessId)[] Seen(string route = "orders")
    {
        using var reader = new StreamReader(new FileStream(_folder["seen"], FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
        // The last piece is empty, or a line that is being written.
        return [.. reader.ReadToEnd().Split('\n').SkipLast(1).Select(line => line.Split(' ')).Where(parts => parts[0] == route)
            .Select(parts => (int.Parse(parts[1]), int.Parse(parts[2])))];
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
