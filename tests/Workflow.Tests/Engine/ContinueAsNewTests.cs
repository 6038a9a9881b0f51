using Dapr.Workflow;
using Platform.Testing;

namespace Workflow.Tests.Engine;

/// <summary>They run alone, because one of them measures memory.</summary>
[Collection(nameof(Alone))]
public sealed class ContinueAsNewTests : IAsyncLifetime
{
    private readonly TaskCompletionSource[] _gates = [new(), new()];
    private EngineHost _host = null!;
    private int _running;

    public async ValueTask InitializeAsync()
    {
        _host = await EngineHost.StartAsync();
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<int, int>("Counts", async (context, left) =>
            {
                await context.CallActivityAsync("Nothing");
                if (left > 0)
                {
                    _ = context.CreateTimer(TimeSpan.FromDays(365));
                    context.ContinueAsNew(left - 1);
                }

                return left;
            });
            options.RegisterWorkflow<int, int>("Loops", (context, left) =>
            {
                if (left > 0)
                {
                    context.ContinueAsNew(left - 1);
                }

                return Task.FromResult(left);
            });
            options.RegisterWorkflow<int[], int[]>("Collects", async (context, collected) =>
            {
                var number = await context.WaitForExternalEventAsync<int>("Number");
                int[] all = [.. collected, number];
                if (all.Length < 50)
                {
                    context.ContinueAsNew(all);
                }

                return all;
            });
            options.RegisterWorkflow<int, int>("Restarts", async (context, round) =>
            {
                var work = context.CallActivityAsync<int>("Gated", round);
                if (round == 0)
                {
                    await context.WaitForExternalEventAsync<int>("Next");
                    context.ContinueAsNew(1);
                    return 0;
                }

                return await work;
            });
            options.RegisterActivity<int, int>("Gated", async (_, round) =>
            {
                Interlocked.Increment(ref _running);
                await _gates[round].Task;
                return round;
            });
            options.RegisterActivity<object?, object?>("Nothing", (_, _) => Task.FromResult<object?>(null));
        });
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ContinueAsNew_OpenTimersAndHistory_AreForgotten()
    {
        var state = await _host.RunAsync("Counts", 20);

        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
        state.ReadOutputAs<int>().ShouldBe(0);
        // The instance, and the history of its last execution: two turns with an activity.
        _host.StoredEntries.ShouldBe(1 + 6);
    }

    [Fact]
    public async Task ContinueAsNew_TenThousandTimes_TakesConstantSpace()
    {
        await _host.RunAsync("Loops", 1000);
        var entries = _host.StoredEntries;
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        await _host.RunAsync("Loops", 10_000).WaitAsync(TimeSpan.FromMinutes(2));

        _host.StoredEntries.ShouldBe(2 * entries);
        (GC.GetTotalMemory(forceFullCollection: true) - memory).ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public async Task ContinueAsNew_EventsThatComeMeanwhile_AreNotLost()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Collects", input: Array.Empty<int>());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => _host.Client.RaiseEventAsync(id, "Number", number)));

        (await _host.WaitAsync(id)).ReadOutputAs<int[]>()!.Order().ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task ContinueAsNew_EventsOneAfterAnother_KeepTheirOrder()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Collects", input: Array.Empty<int>());

        for (var number = 0; number < 50; number++)
        {
            await _host.Client.RaiseEventAsync(id, "Number", number);
        }

        (await _host.WaitAsync(id)).ReadOutputAs<int[]>().ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task ContinueAsNew_ActivityOfTheFormerExecution_DoesNotAnswerTheNextOne()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Restarts", input: 0);
        await Eventually.AssertAsync(() => _running.ShouldBe(1));
        await _host.Client.RaiseEventAsync(id, "Next", 0);
        await Eventually.AssertAsync(() => _running.ShouldBe(2));

        _gates[0].SetResult();
        await Eventually.AssertAsync(() => _host.Store.Snapshot.Count("workflow/actorstore/activities").ShouldBe(1));
        _gates[1].SetResult();

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(1);
    }
}
