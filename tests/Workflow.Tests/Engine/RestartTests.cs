using Dapr.Workflow;
using Platform.Testing;

namespace Workflow.Tests.Engine;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private readonly TaskCompletionSource _gate = new();
    private EngineHost _host = null!;
    private int _runs;

    public async ValueTask InitializeAsync()
    {
        _host = await EngineHost.StartAsync(_data.Path);
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<object?, string>("Everything", async (context, _) =>
            {
                var worked = await context.CallActivityAsync<int>("Work");
                await context.CreateTimer(TimeSpan.FromHours(1));
                var go = await context.WaitForExternalEventAsync<int>("Go");
                var child = await context.CallChildWorkflowAsync<int>("Child");
                return $"{worked} {go} {child}";
            });
            options.RegisterWorkflow<object?, int>("Child", async (context, _) => await context.WaitForExternalEventAsync<int>("Go"));
            options.RegisterWorkflow<object?, int>("CallsOtherApp", async (context, _) => await context.CallChildWorkflowAsync<int>(
                "Child", options: new ChildWorkflowTaskOptions("other-child", TargetAppId: EngineHost.OtherApp)));
            options.RegisterWorkflow<object?, int>("Gated", async (context, _) => await context.CallActivityAsync<int>("Gated"));
            options.RegisterActivity<object?, int>("Work", (_, _) => Task.FromResult(1));
            options.RegisterActivity<object?, int>("Gated", async (_, _) =>
            {
                Interlocked.Increment(ref _runs);
                await _gate.Task;
                return 7;
            });
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Restart_AtEachStep_LosesNothing()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Everything");
        await UntilAsync(id, "TimerCreated");
        await _host.RestartAsync();
        _host.Time.Advance(TimeSpan.FromHours(1));
        await UntilAsync(id, "TimerFired");
        await _host.RestartAsync();
        await _host.Client.RaiseEventAsync(id, "Go", 2);
        await UntilAsync(id, "SubOrchestrationInstanceCreated");
        await _host.RestartAsync();
        var child = (await _host.Client.ListInstanceIdsAsync()).InstanceIds.Single(each => each != id);
        await _host.Client.RaiseEventAsync(child, "Go", 3);
        var state = await _host.WaitAsync(id);
        await _host.RestartAsync();

        state.ReadOutputAs<string>().ShouldBe("1 2 3");
        (await _host.Client.GetWorkflowStateAsync(id))!.ReadOutputAs<string>().ShouldBe("1 2 3");
    }

    [Fact]
    public async Task Restart_ActivityUnderWay_ItsResultStillCounts()
    {
        var id = await _host.Client.ScheduleNewWorkflowAsync("Gated");
        await Eventually.AssertAsync(() => _runs.ShouldBe(1));

        await _host.RestartAsync();
        await Eventually.AssertAsync(() => _runs.ShouldBe(2));
        _gate.SetResult();

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(7);
        var results = await _host.Client.GetInstanceHistoryAsync(id);
        results.Count(each => each.EventType == Dapr.Workflow.Client.WorkflowHistoryEventType.TaskCompleted).ShouldBe(1);
    }

    [Fact]
    public async Task Restart_ScheduledAndSuspended_StaySo()
    {
        var scheduled = await _host.Client.ScheduleNewWorkflowAsync("Child", "scheduled", null, _host.Time.GetUtcNow().AddHours(2));
        var suspended = await _host.Client.ScheduleNewWorkflowAsync("Child", "suspended");
        await _host.Client.SuspendWorkflowAsync(suspended);
        await _host.Client.RaiseEventAsync(suspended, "Go", 1);
        await _host.Client.RaiseEventAsync(scheduled, "Go", 2);

        await _host.RestartAsync();
        var states = (
            (await _host.Client.GetWorkflowStateAsync(scheduled))!.RuntimeStatus,
            (await _host.Client.GetWorkflowStateAsync(suspended))!.RuntimeStatus);
        _host.Time.Advance(TimeSpan.FromHours(2));
        await _host.Client.ResumeWorkflowAsync(suspended);

        states.ShouldBe((WorkflowRuntimeStatus.Pending, WorkflowRuntimeStatus.Suspended));
        (await _host.WaitAsync(scheduled)).ReadOutputAs<int>().ShouldBe(2);
        (await _host.WaitAsync(suspended)).ReadOutputAs<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Restart_AppOfTheParentIsAway_ItGetsTheResultWhenItIsBack()
    {
        await _host.StartWorkerAsync(
            options => options.RegisterWorkflow<object?, int>("Child", async (context, _) => await context.WaitForExternalEventAsync<int>("Go")),
            EngineHost.OtherApp);
        var billing = _host.ClientOf(EngineHost.OtherApp);
        var id = await _host.Client.ScheduleNewWorkflowAsync("CallsOtherApp");
        await UntilAsync(id, "SubOrchestrationInstanceCreated");

        await _host.RestartAsync(EngineHost.OtherApp);
        await Eventually.AssertAsync(() => billing.RaiseEventAsync("other-child", "Go", 5));
        await Eventually.AssertAsync(async () =>
            (await billing.GetWorkflowStateAsync("other-child"))!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed));
        await _host.RestartAsync();

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(5);
    }

    private Task UntilAsync(string id, string eventType) => Eventually.AssertAsync(async () =>
        (await _host.Client.GetInstanceHistoryAsync(id)).ShouldContain(each => each.EventType.ToString() == eventType));
}
