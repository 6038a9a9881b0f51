using System.Diagnostics;
using System.Net.Http.Json;
using LocalDapr.Tests.Runner;
using Platform.Testing;

namespace LocalDapr.Tests.Actors;

/// <summary>What <c>kill -9</c> of an instance, or of localdapr, does to actors. The template names the app twice: it has two instances.</summary>
public sealed class KilledActorsTests : IAsyncDisposable
{
    private const int Actors = 30;
    private const int Calls = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private Process? _localDapr;
    private int _port;
    private int _answered;

    public async ValueTask DisposeAsync()
    {
        if (_localDapr is not null)
            await KillLocalDaprAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task KillInstance_AmongCalls_TheOtherGoesOnWithAllState()
    {
        await StartAsync(instances: 2);
        await SpreadAsync();
        var first = (await AddAsync(0, 0))!.ProcessId;
        using var killed = Process.GetProcessById(first);
        var calls = Enumerable.Range(0, Actors).Select(CountAsync).ToList();

        await Eventually.AssertAsync(() => _answered.ShouldBeGreaterThan(Actors * Calls / 4), Patience);
        killed.Kill();
        _answered.ShouldBeLessThan(Actors * Calls, "it was killed too late to be in the middle");
        await killed.WaitForExitAsync();
        var tallies = await Task.WhenAll(calls);

        // A call that broke off may have counted or not; one that was answered has, and what it counted is still there.
        for (var actor = 0; actor < Actors; actor++)
        {
            var (answered, broken) = tallies[actor];
            (await AddAsync(actor, 0))!.Count.ShouldBeInRange(answered, answered + broken);
        }

        tallies.Sum(tally => tally.Answered).ShouldBe(Actors * Calls);
        tallies.Sum(tally => tally.Broken).ShouldBeLessThan(Actors);
    }

    [Fact]
    public async Task KillInstance_AndItComesBack_ItHasItsActorsAgain()
    {
        await StartAsync(instances: 2);
        await SpreadAsync();
        var processes = await ProcessesAsync();
        using var killed = Process.GetProcessById(processes[0]);

        killed.Kill();
        await killed.WaitForExitAsync();

        await Eventually.AssertAsync(
            async () =>
            {
                var now = await ProcessesAsync();
                now.Distinct().Count().ShouldBe(2);
                now.ShouldNotContain(killed.Id);
                now.Zip(processes).ShouldAllBe(actor => actor.Second == killed.Id || actor.First == actor.Second);
            },
            Patience);
    }

    [Fact]
    public async Task KillLocalDapr_WithRemindersThatAreDue_TheyFireOnceAfterwards()
    {
        await StartAsync(instances: 1);
        await Task.WhenAll(Enumerable.Range(0, Actors).Select(actor => CallAsync<object>(actor, "Remind", 1500)));
        await AddAsync(0, 5);

        await KillLocalDaprAsync();
        await StartAsync(instances: 1);

        await Eventually.AssertAsync(
            async () =>
            {
                var fired = await Task.WhenAll(Enumerable.Range(0, Actors).Select(actor => CallAsync<Fired>(actor, "Fired")));
                fired.ShouldAllBe(each => each!.Times == 1 && !each.IsPending);
            },
            Patience);
        (await AddAsync(0, 1))!.Count.ShouldBe(6);
    }

    /// <summary>Waits until both instances have actors.</summary>
    private Task SpreadAsync() => Eventually.AssertAsync(async () => (await ProcessesAsync()).Distinct().Count().ShouldBe(2), Patience);

    private async Task<int[]> ProcessesAsync() =>
        [.. (await Task.WhenAll(Enumerable.Range(0, Actors).Select(actor => AddAsync(actor, 0)))).Select(answer => answer!.ProcessId)];

    /// <summary>Counts until a number of calls was answered; gives that number and how many broke off.</summary>
    private async Task<(int Answered, int Broken)> CountAsync(int actor)
    {
        var (answered, broken) = (0, 0);
        while (answered < Calls)
        {
            try
            {
                await AddAsync(actor, 1);
                answered++;
                Interlocked.Increment(ref _answered);
            }
            catch (HttpRequestException)
            {
                broken++;
            }
        }

        return (answered, broken);
    }

    private Task<Answer?> AddAsync(int actor, int amount) => CallAsync<Answer>(actor, "Add", amount);

    private async Task<T?> CallAsync<T>(int actor, string method, object? argument = null)
    {
        var path = $"http://127.0.0.1:{_port}/v1.0/actors/Counter/{actor}/method/{method}";
        using var response = argument is null ? await _http.PutAsync(path, null) : await _http.PutAsJsonAsync(path, argument);
        response.EnsureSuccessStatusCode();
        return response.Content.Headers.ContentLength > 0 ? await response.Content.ReadFromJsonAsync<T>() : default;
    }

    private async Task StartAsync(int instances)
    {
        Directory.CreateDirectory(_folder["resources"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["resources"], "actorstore.yaml"), Resources);
        var ports = LocalDaprProcess.FreePorts(3 * instances);
        _port = ports[1];
        var apps = Enumerable.Range(0, instances).Select(instance => $"""
              - appID: counters
                appPort: {ports[3 * instance]}
                appProtocol: h2c
                daprHTTPPort: {ports[(3 * instance) + 1]}
                daprGRPCPort: {ports[(3 * instance) + 2]}
                command: ["dotnet", "{Path.Combine(AppContext.BaseDirectory, "../../Counters/release/Counters.dll")}"]
            """);
        await File.WriteAllTextAsync(_folder["dapr.yaml"], $"""
            version: 1
            common:
              resourcesPath: resources
            apps:
            {string.Join('\n', apps)}
            """);
        _localDapr = LocalDaprProcess.Start(_folder);
        await LocalDaprProcess.WaitUntilReadyAsync(_localDapr);
    }

    private async Task KillLocalDaprAsync()
    {
        _localDapr!.Kill();
        await _localDapr.WaitForExitAsync().WaitAsync(Eventually.Patience);
        _localDapr.Dispose();
        _localDapr = null;
    }

    private const string Resources = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: actorstore
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: actorStateStore
            value: "true"
        """;

    private sealed record Answer(int Count, int ProcessId);

    private sealed record Fired(int Times, bool IsPending);
}
