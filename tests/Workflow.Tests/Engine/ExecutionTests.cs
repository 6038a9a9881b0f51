using Dapr.Workflow;
using Microsoft.Extensions.DependencyInjection;
using Platform.Testing;

namespace Workflow.Tests.Engine;

public sealed class ExecutionTests : IAsyncLifetime
{
    private EngineHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EngineHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Run_Activities_GiveTheirResults()
    {
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<int, int>("Chain", async (context, input) =>
            {
                context.SetCustomStatus("busy");
                var doubled = await context.CallActivityAsync<int>("Double", input);
                return await context.CallActivityAsync<int>("Double", doubled);
            });
            options.RegisterActivity<int, int>("Double", (_, n) => Task.FromResult(n * 2));
        });

        var state = await _host.RunAsync("Chain", 5);

        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Completed);
        state.ReadInputAs<int>().ShouldBe(5);
        state.ReadOutputAs<int>().ShouldBe(20);
        state.ReadCustomStatusAs<string>().ShouldBe("busy");
        state.CreatedAt.ShouldBe(_host.Time.GetUtcNow());
    }

    [Fact]
    public async Task Run_FanOut_AllResultsAreThere()
    {
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<int, int>("FanOut", async (context, count) =>
                (await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync<int>("Echo", n)))).Sum());
            options.RegisterActivity<int, int>("Echo", (_, n) => Task.FromResult(n));
        });

        var state = await _host.RunAsync("FanOut", 1000);

        state.ReadOutputAs<int>().ShouldBe(499_500);
    }

    [Fact]
    public async Task Run_ActivityFails_WorkflowFailsWithItsMessage()
    {
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<object?, int>("Fails", async (context, _) => await context.CallActivityAsync<int>("Throw"));
            options.RegisterActivity<object?, int>("Throw", (_, _) => throw new InvalidOperationException("no stock"));
        });

        var state = await _host.RunAsync("Fails");

        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Failed);
        state.FailureDetails!.ErrorType.ShouldBe(typeof(WorkflowTaskFailedException).FullName);
        state.FailureDetails.ErrorMessage.ShouldContain("no stock");
    }

    [Fact]
    public async Task Run_Unknown_FailsByName()
    {
        await _host.StartWorkerAsync(options =>
            options.RegisterWorkflow<object?, int>("CallsNobody", async (context, _) => await context.CallActivityAsync<int>("Nobody")));

        var workflow = await _host.RunAsync("NoSuchWorkflow");
        var activity = await _host.RunAsync("CallsNobody");

        workflow.FailureDetails!.ErrorType.ShouldBe("WorkflowNotFound");
        workflow.FailureDetails.ErrorMessage.ShouldContain("'NoSuchWorkflow'");
        activity.FailureDetails!.ErrorMessage.ShouldContain("'Nobody'");
    }

    [Fact]
    public async Task Run_ActivityFailsOnce_IsTriedAgainAfterADurableDelay()
    {
        var attempts = 0;
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<object?, int>("Retries", async (context, _) => await context.CallActivityAsync<int>(
                "Flaky", options: new WorkflowTaskOptions(new WorkflowRetryPolicy(3, TimeSpan.FromMinutes(5)))));
            options.RegisterActivity<object?, int>("Flaky", (_, _) =>
                ++attempts == 1 ? throw new TimeoutException("too slow") : Task.FromResult(attempts));
        });

        var id = await _host.Client.ScheduleNewWorkflowAsync("Retries");
        await Eventually.AssertAsync(() => Timers().ShouldBe(1));
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        (await _host.WaitAsync(id)).ReadOutputAs<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Run_Timer_FiresWhenItIsDueAndNotBefore()
    {
        await _host.StartWorkerAsync(options => options.RegisterWorkflow<object?, DateTime>("Waits", async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromDays(3));
            return context.CurrentUtcDateTime;
        }));
        var start = _host.Time.GetUtcNow();

        var id = await _host.Client.ScheduleNewWorkflowAsync("Waits");
        await Eventually.AssertAsync(() => Timers().ShouldBe(1));
        _host.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        var early = await _host.Client.GetWorkflowStateAsync(id);
        _host.Time.Advance(TimeSpan.FromTicks(1));
        var state = await _host.WaitAsync(id);

        early!.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Running);
        state.ReadOutputAs<DateTime>().ShouldBe(start.AddDays(3).UtcDateTime);
        Timers().ShouldBe(0);
    }

    [Fact]
    public async Task Run_Child_GivesItsResultOrItsFailure()
    {
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<string, string>("Parent", async (context, child) =>
            {
                try
                {
                    return await context.CallChildWorkflowAsync<string>(child, "in", new ChildWorkflowTaskOptions($"{context.InstanceId}-child"));
                }
                catch (WorkflowTaskFailedException failure)
                {
                    return failure.FailureDetails.ErrorMessage;
                }
            });
            options.RegisterWorkflow<string, string>("Good", (context, input) => Task.FromResult($"{input} {context.InstanceId}"));
            options.RegisterWorkflow<string, string>("Bad", (_, _) => throw new InvalidOperationException("bad child"));
        });

        var good = await _host.RunAsync("Parent", "Good");
        var bad = await _host.RunAsync("Parent", "Bad");

        good.ReadOutputAs<string>().ShouldStartWith("in ");
        bad.ReadOutputAs<string>().ShouldBe("bad child");
    }

    [Fact]
    public async Task Run_ChildWithAnActiveId_FailsItsStep()
    {
        await _host.StartWorkerAsync(options => options.RegisterWorkflow<object?, int>("Recursive", async (context, _) =>
            await context.CallChildWorkflowAsync<int>("Recursive", options: new ChildWorkflowTaskOptions(context.InstanceId))));

        var state = await _host.RunAsync("Recursive");

        state.FailureDetails!.ErrorMessage.ShouldContain("already exists");
    }

    [Fact]
    public async Task Run_OtherApp_DoesTheActivityAndTheChild()
    {
        await _host.StartWorkerAsync(options => options.RegisterWorkflow<object?, string>("Buy", async (context, _) =>
        {
            var charged = await context.CallActivityAsync<string>("Charge", options: new WorkflowTaskOptions(TargetAppId: "billing"));
            var billed = await context.CallChildWorkflowAsync<string>("Bill", options: new ChildWorkflowTaskOptions(TargetAppId: "billing"));
            return $"{charged} {billed}";
        }));
        await _host.StartWorkerAsync(
            options =>
            {
                options.RegisterActivity<object?, string>("Charge", (_, _) => Task.FromResult("charged"));
                options.RegisterWorkflow<object?, string>("Bill", (_, _) => Task.FromResult("billed"));
            },
            "billing");

        (await _host.RunAsync("Buy")).ReadOutputAs<string>().ShouldBe("charged billed");
    }

    [Fact]
    public async Task Run_UnknownApp_FailsTheStep()
    {
        await _host.StartWorkerAsync(options => options.RegisterWorkflow<object?, string>("Buy", async (context, _) =>
            await context.CallActivityAsync<string>("Charge", options: new WorkflowTaskOptions(TargetAppId: "nowhere"))));

        (await _host.RunAsync("Buy")).FailureDetails!.ErrorMessage.ShouldContain("'nowhere'");
    }

    [Fact]
    public async Task Run_CodeNoLongerFitsTheHistory_FailsNamingTheStep()
    {
        var version = 1;
        await _host.StartWorkerAsync(options =>
        {
            options.RegisterWorkflow<object?, int>("Changed", async (context, _) =>
            {
                await context.CallActivityAsync(version == 1 ? "Old" : "New");
                return await context.WaitForExternalEventAsync<int>("Go");
            });
            options.RegisterActivity<object?, int>("Old", (_, _) => Task.FromResult(0));
        });
        var id = await _host.Client.ScheduleNewWorkflowAsync("Changed");
        await Eventually.AssertAsync(async () => (await _host.Client.GetInstanceHistoryAsync(id)).Count.ShouldBe(5));

        version = 2;
        await _host.Client.RaiseEventAsync(id, "Go", 1);
        var state = await _host.WaitAsync(id);

        state.RuntimeStatus.ShouldBe(WorkflowRuntimeStatus.Failed);
        state.FailureDetails!.ErrorMessage.ShouldContain("step 0 was activity 'Old', but the code now takes activity 'New'");
    }

    [Fact]
    public async Task Run_Dependencies_AreInjectedFromAScope()
    {
        await _host.StartWorkerAsync(
            options =>
            {
                options.RegisterWorkflow<InjectedWorkflow>();
                options.RegisterActivity<InjectedActivity>("injected");
            },
            addServices: services => services.AddScoped<Greeting>());

        (await _host.RunAsync(nameof(InjectedWorkflow), "Ada")).ReadOutputAs<string>().ShouldBe("Hello Ada!");
    }

    private int Timers() => _host.Store.Snapshot.Count("workflow/actorstore/timers");

    private sealed class Greeting
    {
        private readonly string _word = "Hello";

        public string For(string name) => $"{_word} {name}";
    }

    private sealed class InjectedActivity(Greeting greeting) : WorkflowActivity<string, string>
    {
        public override Task<string> RunAsync(WorkflowActivityContext context, string input) => Task.FromResult(greeting.For(input));
    }

    private sealed class InjectedWorkflow(Greeting greeting) : Dapr.Workflow.Workflow<string, string>
    {
        public override async Task<string> RunAsync(WorkflowContext context, string input)
        {
            var greeted = await context.CallActivityAsync<string>("Injected", input);
            return greeted == greeting.For(input) ? greeted + "!" : "strange";
        }
    }
}
