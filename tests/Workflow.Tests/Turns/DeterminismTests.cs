using Dapr.Workflow;
using Dapr.Workflow.Worker;
using DurableTask.Protobuf;

namespace Workflow.Tests.Turns;

public sealed class DeterminismTests
{
    [Fact]
    public void Turn_ActivityRenamed_FailsNamingTheStep()
    {
        var replay = Replay.Of(async context => await context.CallActivityAsync<int>("Old")).Turn();

        replay.Becomes(async context => await context.CallActivityAsync<int>("New")).ActivityDone(0, "1").Turn();

        ShouldFail(replay, "step 0 was activity 'Old', but the code now takes activity 'New'");
    }

    [Fact]
    public void Turn_ActivityBecameTimer_FailsNamingTheStep()
    {
        var replay = Replay.Of(async context => await context.CallActivityAsync<int>("Old")).Turn();

        replay.Becomes(async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(1));
            return 0;
        }).ActivityDone(0, "1").Turn();

        ShouldFail(replay, "step 0 was activity 'Old', but the code now takes a timer");
    }

    [Fact]
    public void Turn_StepRemoved_FailsNamingTheStep()
    {
        var replay = Replay.Of(async context => await context.CallActivityAsync<int>("Old")).Turn();

        replay.Becomes(_ => Task.FromResult(7)).ActivityDone(0, "1").Turn();

        ShouldFail(replay, "step 0, activity 'Old', at a point where the code takes no such step");
    }

    [Fact]
    public void Turn_ResultOfAStepThatWasNeverTaken_FailsNamingTheStep()
    {
        var replay = Replay.Of(async context => await context.CallActivityAsync<int>("Work")).Turn();

        replay.ActivityDone(5).Turn();

        ShouldFail(replay, "the result of step 5");
    }

    [Fact]
    public void Turn_CodeWaitsForSomethingElse_Fails()
    {
        using var never = new CancellationTokenSource();

        var replay = Replay.Of(async _ =>
        {
            await Task.Delay(Timeout.Infinite, never.Token);
            return 0;
        }).Turn();

        ShouldFail(replay, "waits for something that is no task of its context");
        never.Cancel();
    }

    [Fact]
    public async Task Turn_CodeGoesOnInAnotherThread_IsRefusedThere()
    {
        var failure = new TaskCompletionSource<Exception>();
        var elsewhere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var replay = Replay.Of(async context =>
        {
            // An open wait keeps the turn from noticing by itself.
            var open = context.WaitForExternalEventAsync<int>("Never");
            await elsewhere.Task;
            try
            {
                context.NewGuid();
            }
            catch (InvalidOperationException refusal)
            {
                failure.SetResult(refusal);
            }

            return await open;
        }).Turn();

        elsewhere.SetResult();

        replay.End.ShouldBeNull();
        (await failure.Task.WaitAsync(TimeSpan.FromSeconds(30))).Message.ShouldContain("another thread");
    }

    [Fact]
    public void Turn_ConfigureAwaitFalse_StaysInTheTurn()
    {
        var replay = Replay.Of(async context =>
        {
            var sum = await AddAsync(context).ConfigureAwait(false);
            return sum + await AddAsync(context).ConfigureAwait(false);
        });

        replay.Turn().ActivityDone(0, "1").ActivityDone(1, "2").Turn().ActivityDone(2, "3").ActivityDone(3, "4").Turn();

        replay.End!.Result.ShouldBe("10");

        static async Task<int> AddAsync(WorkflowContext context)
        {
            var both = await Task.WhenAll(context.CallActivityAsync<int>("One"), context.CallActivityAsync<int>("Two")).ConfigureAwait(false);
            return both.Sum();
        }
    }

    [Fact]
    public void Turn_UnknownWorkflow_FailsByName()
    {
        var failure = Replay.OfUnknown("Nobody").Turn().End!.FailureDetails;

        failure.ErrorType.ShouldBe("WorkflowNotFound");
        failure.ErrorMessage.ShouldContain("'Nobody'");
        failure.IsNonRetriable.ShouldBeTrue();
    }

    [Fact]
    public void NamedGuid_PublishedExample_IsMet()
    {
        // RFC 9562, appendix A.4.
        var dns = new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        NamedGuid.Create(dns, "www.example.com").ShouldBe(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
    }

    [Fact]
    public void IsPatched_InstancePassedThePointBefore_StaysWithTheOldCode()
    {
        var replay = Replay.Of(async context => await context.CallActivityAsync<string>("Old")).Turn();

        replay.Becomes(Patched).ActivityDone(0, "\"old\"").Turn();

        replay.End!.Result.ShouldBe("\"old\"");
        replay.Response.Version.ShouldBeNull();
    }

    [Fact]
    public void IsPatched_NewInstance_KeepsTheNewCode()
    {
        var replay = Replay.Of(Patched).Turn();
        var patches = replay.Response.Version.Patches.ToArray();

        replay.ActivityDone(0, "\"new\"").Turn();

        patches.ShouldBe(["new-activity"]);
        replay.End!.Result.ShouldBe("\"new\"");
    }

    private static Task<string> Patched(WorkflowContext context) =>
        context.CallActivityAsync<string>(context.IsPatched("new-activity") ? "New" : "Old");

    private static void ShouldFail(Replay replay, string message)
    {
        replay.End.ShouldNotBeNull();
        replay.End.OrchestrationStatus.ShouldBe(OrchestrationStatus.Failed);
        replay.End.FailureDetails.ErrorMessage.ShouldContain(message);
        replay.End.FailureDetails.ErrorMessage.ShouldStartWith("Non-deterministic workflow");
    }
}
