using Dapr.Workflow;
using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Testing;

namespace Workflow.Tests.Engine;

public sealed class ManagementTests : IAsyncLifetime
{
    private EngineHost _host = null!;
    private int _worked;

    public async ValueTask InitializeAsync()
    {
        _host = await EngineHost.StartAsync(workflowSpec: "    stateRetentionPolicy:\n      failed: 1h\n");
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<object?, int>("WaitsForGo", async (context, _) => await context.WaitForExternalEventAsync<int>("Go"));
            options.RegisterWorkflow<int, int>("WorksAfterGo", async (context, rounds) =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    await context.WaitForExternalEventAsync<int>("Go");
                    await context.CallActivityAsync("Work");
                }

                return rounds;
            });
            options.RegisterWorkflow<int, int>("Tree", async (context, depth) =>
            {
                if (depth > 0)
                {
                    var child = new ChildWorkflowTaskOptions($"{context.InstanceId}x");
                    await context.CallChildWorkflowAsync("Tree", depth - 1, child);
                }

                return await context.WaitForExternalEventAsync<int>("Go");
            });
            options.RegisterWorkflow<object?, int>("Fails", (_, _) => throw new InvalidOperationException("failed"));
            options.RegisterWorkflow<string, int>("Returns", (_, input) => Task.FromResult(input.Length));
            options.RegisterActivity<object?, int>("Work", (_, _) => Task.FromResult(Interlocked.Increment(ref _worked)));
        });
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task RaiseEvent_BeforeTheStart_IsKept()
    {
        var start = _host.Time.GetUtcNow().AddHours(1);
        var id = await _host.Client.ScheduleNewWorkflowAsync("WaitsForGo", null, null, start);
        await _host.Client.RaiseEventAsync(id, "go", 3);
        var before = await _host.Client.GetWorkflowStateAsync(id);

        _host.Time.Advance(TimeSpan.FromHours(1));

        before!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Pending);
        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(3);
    }

    [Fact]
    public async Task WaitForStart_Scheduled_EndsWithTheStart()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("WaitsForGo", null, null, _host.Time.GetUtcNow().AddHours(1));
        var started = _host.Client.WaitForWorkflowStartAsync(id);

        started.IsCompleted.ShouldBeFalse();
        _host.Time.Advance(TimeSpan.FromHours(1));

        (await started.WaitAsync(Eventually.Patience)).RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Running);
    }

    [Fact]
    public async Task Suspend_EventsAreKeptUntilResume()
    {
        var id = await StartAsync("WorksAfterGo", 1);

        await _host.Client.SuspendWorkflowAsync(id, "lunch");
        await _host.Client.RaiseEventAsync(id, "Go", 1);
        var suspended = await _host.Client.GetWorkflowStateAsync(id);
        var workedMeanwhile = _worked;
        await _host.Client.ResumeWorkflowAsync(id);
        var state = await _host.WaitAsync(id);

        suspended!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Suspended);
        workedMeanwhile.ShouldBe(0);
        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
        _worked.ShouldBe(1);
        (await TypesAsync(id)).ShouldContain("ExecutionSuspended");
    }

    [Fact]
    public async Task Suspend_WithoutWorker_HoldsAndGoesOn()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("WaitsForGo", null, null, _host.Time.GetUtcNow().AddHours(1));

        await _host.Client.SuspendWorkflowAsync(id);
        _host.Time.Advance(TimeSpan.FromHours(2));
        (await _host.Client.GetWorkflowStateAsync(id))!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Suspended);
        await _host.Client.ResumeWorkflowAsync(id);
        await _host.Client.RaiseEventAsync(id, "Go", 9);

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(9);
    }

    [Fact]
    public async Task Terminate_EndsTheTree()
    {
        var id = await StartAsync("Tree", 3);
        await Eventually.AssertAsync(async () => (await _host.Client.GetWorkflowStateAsync(id + "xxx"))!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Running));

        await _host.Client.TerminateWorkflowAsync(id, "enough");

        var state = await _host.WaitAsync(id);
        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Terminated);
        state.ReadOutputAs<string>().ShouldBe("enough");
        foreach (var child in (string[])[id + "x", id + "xx", id + "xxx"])
        {
            (await _host.WaitAsync(child)).RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Terminated);
        }
    }

    [Fact]
    public async Task Terminate_ChildAlone_FailsTheParentsStep()
    {
        var id = await StartAsync("Tree", 1);
        await Eventually.AssertAsync(async () => (await _host.Client.GetWorkflowStateAsync(id + "x"))!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Running));

        await _host.Client.TerminateWorkflowAsync(id + "x");

        var parent = await _host.WaitAsync(id);
        parent.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Failed);
        parent.FailureDetails!.ErrorMessage.ShouldContain("was terminated");
    }

    [Fact]
    public async Task Purge_Recursive_LeavesNothing()
    {
        var id = await StartAsync("Tree", 2);
        await Eventually.AssertAsync(async () => (await _host.Client.GetWorkflowStateAsync(id + "xx"))!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Running));
        await StatusOf(_host.Client.PurgeInstanceAsync(id)).ShouldBeAsync(StatusCode.FailedPrecondition);
        await _host.Client.TerminateWorkflowAsync(id);
        await _host.WaitAsync(id + "xx");

        (await _host.Client.PurgeInstanceAsync(id)).ShouldBeTrue();

        await Eventually.AssertAsync(() => _host.StoredEntries.ShouldBe(0));
        (await _host.Client.GetWorkflowStateAsync(id)).ShouldBeNull();
        (await _host.Client.PurgeInstanceAsync(id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Purge_ForceOrFilter_DeletesWhatTheySay()
    {
        var active = await StartAsync("WaitsForGo");
        await _host.RunAsync("Returns", "abc");
        await _host.RunAsync("Returns", "abc");

        var filtered = await _host.Raw.PurgeInstancesAsync(new PurgeInstancesRequest
        {
            PurgeInstanceFilter = new PurgeInstanceFilter
            {
                CreatedTimeFrom = _host.Time.GetUtcNow().AddMinutes(-1).ToTimestamp(),
                RuntimeStatus = { OrchestrationStatus.Completed },
            },
        });
        var forced = await _host.Raw.PurgeInstancesAsync(new PurgeInstancesRequest { InstanceId = active, Force = true });

        filtered.DeletedInstanceCount.ShouldBe(2);
        forced.DeletedInstanceCount.ShouldBe(1);
        _host.StoredEntries.ShouldBe(0);
    }

    [Fact]
    public async Task Start_IdInUse_IsRefusedUntilTheInstanceHasEnded()
    {
        var id = await StartAsync("WaitsForGo");

        await StatusOf(_host.Client.ScheduleNewWorkflowAsync("Returns", id, "abc")).ShouldBeAsync(StatusCode.AlreadyExists);
        await _host.Client.RaiseEventAsync(id, "Go", 1);
        await _host.WaitAsync(id);
        await _host.Client.ScheduleNewWorkflowAsync("Returns", id, "abc");

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData(CreateOrchestrationAction.Ignore, false)]
    [InlineData(CreateOrchestrationAction.Terminate, true)]
    public async Task Start_ReusePolicy_LeavesOrReplacesTheInstance(CreateOrchestrationAction action, bool isReplaced)
    {
        var id = await StartAsync("WaitsForGo");

        await _host.Raw.StartInstanceAsync(new CreateInstanceRequest
        {
            InstanceId = id,
            Name = "Returns",
            Input = "\"abcd\"",
            OrchestrationIdReusePolicy = new OrchestrationIdReusePolicy { Action = action, OperationStatus = { OrchestrationStatus.Running } },
        });

        if (!isReplaced)
        {
            await _host.Client.RaiseEventAsync(id, "Go", 1);
        }

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(isReplaced ? 4 : 1);
    }

    [Fact]
    public async Task Retention_Over_DeletesTheInstance()
    {
        await _host.RunAsync("Fails");
        var kept = await _host.RunAsync("Returns", "abc");

        _host.Time.Advance(TimeSpan.FromMinutes(59));
        (await InstancesAsync()).Count.ShouldBe(2);
        _host.Time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.AssertAsync(async () => (await InstancesAsync()).Count.ShouldBe(1));
        kept.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
    }

    [Fact]
    public async Task List_Pages_GiveEachIdOnce()
    {
        var start = _host.Time.GetUtcNow().AddDays(1);
        for (var number = 0; number < 5; number++)
        {
            await _host.Client.ScheduleNewWorkflowAsync("Returns", $"id-{number}", "", start);
        }

        var first = await _host.Client.ListInstanceIdsAsync(pageSize: 3);
        var second = await _host.Client.ListInstanceIdsAsync(first.ContinuationToken, 3);

        first.InstanceIds.ShouldBe(["id-0", "id-1", "id-2"]);
        second.InstanceIds.ShouldBe(["id-3", "id-4"]);
        second.ContinuationToken.ShouldBeNull();
    }

    [Fact]
    public async Task History_SaysWhatHappened()
    {
        var state = await _host.Client.ScheduleNewWorkflowAsync("WorksAfterGo", input: 1);
        await _host.Client.WaitForWorkflowStartAsync(state);
        await _host.Client.RaiseEventAsync(state, "Go", 1);
        await _host.WaitAsync(state);

        var types = await TypesAsync(state);

        types[0].ShouldBe("OrchestratorStarted");
        types[1].ShouldBe("ExecutionStarted");
        types.ShouldContain("EventRaised");
        types.ShouldContain("TaskScheduled");
        types.ShouldContain("TaskCompleted");
        types[^1].ShouldBe("ExecutionCompleted");
    }

    [Fact]
    public async Task Unknown_Instance_IsNotFound()
    {
        await StatusOf(_host.Client.RaiseEventAsync("nobody", "Go")).ShouldBeAsync(StatusCode.NotFound);
        await StatusOf(_host.Client.SuspendWorkflowAsync("nobody")).ShouldBeAsync(StatusCode.NotFound);
        await StatusOf(_host.Client.TerminateWorkflowAsync("nobody")).ShouldBeAsync(StatusCode.NotFound);
        await StatusOf(_host.Client.GetInstanceHistoryAsync("nobody")).ShouldBeAsync(StatusCode.NotFound);
        await StatusOf(_host.Client.WaitForWorkflowCompletionAsync("nobody")).ShouldBeAsync(StatusCode.NotFound);
        (await _host.Client.GetWorkflowStateAsync("nobody")).ShouldBeNull();
    }

    [Fact]
    public async Task Ended_Instance_IgnoresEventsAndCommands()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Returns", input: "abc");
        await _host.WaitAsync(id);

        await _host.Client.RaiseEventAsync(id, "Go", 1);
        await _host.Client.SuspendWorkflowAsync(id);
        await _host.Client.TerminateWorkflowAsync(id);

        (await _host.Client.GetWorkflowStateAsync(id))!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
    }

    [Fact]
    public async Task Start_BadIdOrName_IsRefused()
    {
        await StatusOf(_host.Client.ScheduleNewWorkflowAsync("Returns", "control\u0001character", "abc")).ShouldBeAsync(StatusCode.InvalidArgument);
        await StatusOf(_host.Client.ScheduleNewWorkflowAsync("Returns", new string('x', 257), "abc")).ShouldBeAsync(StatusCode.InvalidArgument);
        await StatusOf(_host.Client.ScheduleNewWorkflowAsync(new string('x', 1025), "id", "abc")).ShouldBeAsync(StatusCode.InvalidArgument);
    }

    private async Task<string> StartAsync(string name, object? input = null)
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync(name, input: input);
        await _host.Client.WaitForWorkflowStartAsync(id).WaitAsync(Eventually.Patience);
        return id;
    }

    private async Task<List<string>> TypesAsync(string id) =>
        [.. (await _host.Client.GetInstanceHistoryAsync(id)).Select(each => each.EventType.ToString())];

    private async Task<IReadOnlyList<string>> InstancesAsync() => (await _host.Client.ListInstanceIdsAsync()).InstanceIds;

    private static Task<StatusCode> StatusOf(Task call) => RpcStatus.OfAsync(call);
}
