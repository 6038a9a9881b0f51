using Dapr.Workflow;
using DurableTask.Protobuf;
using Grpc.Core;
using Platform.Testing;

namespace Workflow.Tests.Engine;

public sealed class WorkerTests : IAsyncLifetime
{
    private EngineHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EngineHost.StartAsync(
        workflowSpec: "    maxConcurrentWorkflowInvocations: 7\n    maxConcurrentActivityInvocations: 3\n");

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Worker_LeavesInTheMiddle_TheNextOneGetsItsWork()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Works", "some-id", "in");

        string firstToken, activityToken;
        using (var first = Open())
        {
            firstToken = (await NextAsync(first)).CompletionToken;
        }

        using var second = Open();
        var turn = await NextAsync(second);
        await RpcStatus.OfAsync(_host.Raw.CompleteOrchestratorTaskAsync(Schedule(turn, "Work", firstToken)).ResponseAsync)
            .ShouldBeAsync(StatusCode.NotFound);
        await _host.Raw.CompleteOrchestratorTaskAsync(Schedule(turn, "Work", turn.CompletionToken));
        activityToken = (await NextAsync(second)).CompletionToken;
        second.Dispose();
        using var third = Open();
        var activity = await NextAsync(third);

        turn.OrchestratorRequest.NewEvents.Count.ShouldBe(2);
        activity.CompletionToken.ShouldBe(activityToken);
        activity.ActivityRequest.Name.ShouldBe("Work");
        await _host.Raw.CompleteActivityTaskAsync(Result(activity, "\"done\""));
        await RpcStatus.OfAsync(_host.Raw.CompleteActivityTaskAsync(Result(activity, "\"again\"")).ResponseAsync).ShouldBeAsync(StatusCode.NotFound);
        var last = await NextAsync(third);
        last.OrchestratorRequest.NewEvents[1].TaskCompleted.Result.ShouldBe("\"done\"");
        await _host.Raw.CompleteOrchestratorTaskAsync(End(last));
        (await _host.WaitAsync(id)).RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
    }

    [Fact]
    public async Task Worker_Abandons_TheWorkComesAgain()
    {
        await _host.Client.ScheduleNewWorkflowAsync("Works");
        using var stream = Open();
        var turn = await NextAsync(stream);

        await _host.Raw.AbandonTaskOrchestratorWorkItemAsync(new AbandonOrchestrationTaskRequest { CompletionToken = turn.CompletionToken });
        turn = await NextAsync(stream);
        await _host.Raw.CompleteOrchestratorTaskAsync(Schedule(turn, "Work", turn.CompletionToken));
        var activity = await NextAsync(stream);
        await _host.Raw.AbandonTaskActivityWorkItemAsync(new AbandonActivityTaskRequest { CompletionToken = activity.CompletionToken });

        (await NextAsync(stream)).CompletionToken.ShouldBe(activity.CompletionToken);
    }

    [Fact]
    public async Task Worker_WithoutTokens_StaleAnswerLosesNothing()
    {
        // The first worker is lost with its turn; its answer comes when the second one has the turn, which knows of an event more.
        var id = await _host.Client.ScheduleNewWorkflowAsync("Works", "tokenless");
        WorkItem stale;
        using (var first = Open())
        {
            stale = await NextAsync(first);
        }

        await Eventually.AssertAsync(() => _host.Client.RaiseEventAsync(id, "Go", 1));
        using var second = Open();
        var turn = await NextAsync(second);
        await _host.Raw.CompleteOrchestratorTaskAsync(new OrchestratorResponse { InstanceId = stale.OrchestratorRequest.InstanceId });

        var extra = await NextAsync(second);

        turn.OrchestratorRequest.NewEvents.Count.ShouldBe(3);
        extra.OrchestratorRequest.PastEvents.Count.ShouldBe(3);
        extra.OrchestratorRequest.NewEvents.ShouldAllBe(each => each.OrchestratorStarted != null);
        await _host.Raw.CompleteOrchestratorTaskAsync(End(extra));
        (await _host.WaitAsync(id)).RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
    }

    [Fact]
    public async Task Worker_RepeatsADecision_ItIsTakenOnce()
    {
        await _host.Client.ScheduleNewWorkflowAsync("Works", "repeats");
        using var stream = Open();
        var turn = await NextAsync(stream);
        await _host.Raw.CompleteOrchestratorTaskAsync(Schedule(turn, "Work", turn.CompletionToken));
        var activity = await NextAsync(stream);
        await _host.Raw.CompleteActivityTaskAsync(Result(activity, "1"));

        turn = await NextAsync(stream);
        await _host.Raw.CompleteOrchestratorTaskAsync(Schedule(turn, "Work", turn.CompletionToken));

        var history = await _host.Client.GetInstanceHistoryAsync("repeats");
        history.Count(each => each.EventType == Dapr.Workflow.Client.WorkflowHistoryEventType.TaskScheduled).ShouldBe(1);
    }

    [Fact]
    public async Task Limits_AreKept()
    {
        var running = 0;
        var most = 0;
        using var release = new SemaphoreSlim(0);
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<object?, int>("FanOut", async (context, _) =>
                (await Task.WhenAll(Enumerable.Range(0, 20).Select(n => context.CallActivityAsync<int>("Slow", n)))).Length);
            options.RegisterActivity<int, int>("Slow", async (_, n) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await release.WaitAsync();
                Interlocked.Decrement(ref running);
                return n;
            });
        });

        var id = await _host.Client.ScheduleNewWorkflowAsync("FanOut");
        await Eventually.AssertAsync(() => running.ShouldBe(3));
        release.Release(20);

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(20);
        most.ShouldBe(3);
    }

    [Fact]
    public async Task LongHistory_ComesInPieces()
    {
        var payload = new string('x', 300_000);
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<object?, int>("Long", async (context, _) =>
            {
                var length = 0;
                for (var round = 0; round < 20; round++)
                {
                    length += (await context.CallActivityAsync<string>("Big")).Length;
                }

                return length;
            });
            options.RegisterActivity<object?, string>("Big", (_, _) => Task.FromResult(payload));
        });

        (await _host.RunAsync("Long")).ReadOutputAs<int>().ShouldBe(20 * payload.Length);
    }

    [Fact]
    public async Task LongHistory_WorkerCannotAskForIt_FailsWithTheLimit()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Long", "long", new string('x', 2_000_000));
        using var stream = Open();
        var turn = await NextAsync(stream);
        var schedule = Schedule(turn, "Big", turn.CompletionToken);
        schedule.Actions[0].ScheduleTask.Input = turn.OrchestratorRequest.NewEvents[1].ExecutionStarted.Input;
        await _host.Raw.CompleteOrchestratorTaskAsync(schedule);
        await _host.Raw.CompleteActivityTaskAsync(Result(await NextAsync(stream), "\"" + new string('y', 1_000_000) + "\""));

        var state = await _host.WaitAsync(id);

        state.FailureDetails!.ErrorType.ShouldBe("PayloadTooLarge");
        state.FailureDetails.ErrorMessage.ShouldContain("The history of the workflow");
    }

    [Fact]
    public async Task Payloads_OverTheLimit_GiveTheDocumentedErrors()
    {
        var large = new string('x', 4_200_000);
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<string, int>("Calls", async (context, activity) => await context.CallActivityAsync<int>(activity, activity == "Takes" ? large : null));
            options.RegisterWorkflow<object?, string>("Returns", (_, _) => Task.FromResult(large));
            options.RegisterActivity<string, string>("Gives", (_, _) => Task.FromResult(large));
        });

        await RpcStatus.OfAsync(_host.Client.ScheduleNewWorkflowAsync("Calls", "large", large)).ShouldBeAsync(StatusCode.ResourceExhausted);
        var gives = await _host.RunAsync("Calls", "Gives");
        var takes = await _host.RunAsync("Calls", "Takes");
        var returns = await _host.RunAsync("Returns");

        gives.FailureDetails!.ErrorMessage.ShouldContain("the limit is");
        takes.FailureDetails!.ErrorMessage.ShouldContain("The input of activity 'Takes' (step 0) has");
        returns.FailureDetails!.ErrorMessage.ShouldContain("The output of the workflow has");
    }

    private AsyncServerStreamingCall<WorkItem> Open() => _host.Raw.GetWorkItems(new GetWorkItemsRequest());

    private static async Task<WorkItem> NextAsync(AsyncServerStreamingCall<WorkItem> stream)
    {
        (await stream.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience)).ShouldBeTrue();
        return stream.ResponseStream.Current;
    }

    private static OrchestratorResponse Schedule(WorkItem turn, string activity, string token) => new()
    {
        InstanceId = turn.OrchestratorRequest.InstanceId,
        CompletionToken = token,
        Actions = { new OrchestratorAction { Id = 0, ScheduleTask = new ScheduleTaskAction { Name = activity } } },
    };

    private static OrchestratorResponse End(WorkItem turn) => new()
    {
        InstanceId = turn.OrchestratorRequest.InstanceId,
        CompletionToken = turn.CompletionToken,
        Actions =
        {
            new OrchestratorAction
            {
                Id = 1,
                CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Completed },
            },
        },
    };

    private static ActivityResponse Result(WorkItem activity, string result) => new()
    {
        InstanceId = activity.ActivityRequest.OrchestrationInstance.InstanceId,
        TaskId = activity.ActivityRequest.TaskId,
        CompletionToken = activity.CompletionToken,
        Result = result,
    };
}
