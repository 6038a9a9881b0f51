using Dapr.Workflow;
using Grpc.Core;

namespace Workflow.Tests.Chaos;

/// <summary>Workflows survive that their worker and localdapr are killed again and again, and take each effect exactly once.</summary>
[Collection(nameof(Alone))]
public sealed class ChaosTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(40, 6)]
    public Task Kill_WorkerAndLocalDapr_EveryWorkflowCompletesOnce(int workflows, int kills) => RunAsync(workflows, kills);

    [Theory]
    [InlineData(200, 20)]
    public Task Kill_WorkerAndLocalDapr_Long_EveryWorkflowCompletesOnce(int workflows, int kills)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLATFORM_LONG_TESTS") == "1", "a long test: ./platform test --long");
        return RunAsync(workflows, kills);
    }

    private static async Task RunAsync(int workflows, int kills)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        using var patience = new CancellationTokenSource(Patience);
        await using var runtime = new ChaosRuntime();
        runtime.Start();
        var results = Enumerable.Range(0, workflows).Select(number => RunOneAsync(runtime, $"instance-{number}", patience.Token)).ToList();

        await KillAsync(runtime, workflows * ChaosWorker.Steps, kills, new Random(seed), patience.Token);
        var outputs = await Task.WhenAll(results).WaitAsync(patience.Token);

        outputs.ShouldAllBe(output => output == ChaosWorker.Steps * (ChaosWorker.Steps - 1) / 2);
        var effects = runtime.Effects.Select(effect => effect.Split('.')).ToList();
        effects.Count.ShouldBe(workflows * ChaosWorker.Steps, "one effect of each step");
        effects.Select(parts => (Instance: parts[0], Step: parts[1])).Distinct().Count().ShouldBe(effects.Count);
        effects.Select(parts => parts[2]).Distinct().Count().ShouldBe(effects.Count, "each step has a key of its own");
    }

    private static async Task<int> RunOneAsync(ChaosRuntime runtime, string id, CancellationToken cancellationToken)
    {
        await ChaosRuntime.CallAsync(
            async () =>
            {
                try
                {
                    return await runtime.Client.ScheduleNewWorkflowAsync(ChaosWorker.Workflow, id);
                }
                catch (RpcException taken) when (taken.StatusCode == StatusCode.AlreadyExists)
                {
                    // The first try was kept, though localdapr died before it said so.
                    return id;
                }
            },
            cancellationToken);
        var state = await ChaosRuntime.CallAsync(
            () => runtime.Client.WaitForWorkflowCompletionAsync(id, cancellation: cancellationToken), cancellationToken);
        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed, state.FailureDetails?.ToString());
        return state.ReadOutputAs<int>();
    }

    // Spreads the kills over the work, so that each meets workflows in the middle of something.
    private static async Task KillAsync(ChaosRuntime runtime, int effects, int kills, Random random, CancellationToken cancellationToken)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var kill = 1; kill <= kills; kill++)
        {
            while (runtime.Effects.Count < effects * kill / (kills + 2))
            {
                runtime.RequireAlive();
                await poll.WaitForNextTickAsync(cancellationToken);
            }

            await (random.Next(2) == 0 ? runtime.KillLocalDaprAsync() : runtime.KillWorkerAsync());
        }
    }
}
