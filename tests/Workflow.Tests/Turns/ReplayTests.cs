using Dapr.Workflow;
using DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Workflow.Tests.Turns;

public sealed class ReplayTests
{
    [Fact]
    public void Turn_Activities_AreNumberedAndTheirResultsFlow()
    {
        var replay = Replay.Of<int, int>(
            async (context, input) =>
            {
                var doubled = await context.CallActivityAsync<int>("Double", input);
                return await context.CallActivityAsync<int>("Increment", doubled);
            },
            "20");

        var first = replay.Turn().Response.Actions.ShouldHaveSingleItem();
        var second = replay.ActivityDone(0, "40").Turn().Response.Actions.ShouldHaveSingleItem();
        replay.ActivityDone(1, "41").Turn();

        (first.Id, first.ScheduleTask.Name, first.ScheduleTask.Input).ShouldBe((0, "Double", "20"));
        (second.Id, second.ScheduleTask.Name, second.ScheduleTask.Input).ShouldBe((1, "Increment", "40"));
        first.ScheduleTask.TaskExecutionId.ShouldNotBe(second.ScheduleTask.TaskExecutionId);
        replay.End!.OrchestrationStatus.ShouldBe(OrchestrationStatus.Completed);
        replay.End.Result.ShouldBe("41");
    }

    [Fact]
    public void Turn_FanOut_WaitsForAllInAnyOrder()
    {
        var replay = Replay.Of(async context =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("Square", n)));
            return results.Sum();
        });

        replay.Turn().Response.Actions.Count.ShouldBe(3);
        replay.ActivityDone(2, "4").Turn().Response.Actions.ShouldBeEmpty();
        replay.ActivityDone(0, "0").ActivityDone(1, "1").Turn();

        replay.End!.Result.ShouldBe("5");
    }

    [Fact]
    public void Turn_ActivityFailed_ThrowsWithDetails()
    {
        var replay = Replay.Of(async context =>
        {
            try
            {
                await context.CallActivityAsync("Fails");
                return "no failure";
            }
            catch (WorkflowTaskFailedException failure)
            {
                return $"{failure.FailureDetails.IsCausedBy<ArgumentException>()} {failure.FailureDetails.ErrorMessage}";
            }
        });

        replay.Turn().ActivityFailed(0, "too bad").Turn();

        replay.End!.Result.ShouldBe("\"True too bad\"");
    }

    [Fact]
    public void Turn_RetryPolicy_WaitsLongerBeforeEachAttemptAndGivesUp()
    {
        var policy = new WorkflowRetryPolicy(3, TimeSpan.FromSeconds(10), backoffCoefficient: 2);
        var replay = Replay.Of(async context =>
        {
            await context.CallActivityAsync("Fails", options: new WorkflowTaskOptions(policy));
            return 0;
        });

        replay.Turn();
        var firstDelay = replay.ActivityFailed(0).Turn().Response.Actions.ShouldHaveSingleItem().CreateTimer.FireAt.ToDateTime();
        replay.After(TimeSpan.FromSeconds(10)).TimerFired(1).Turn().Response.Actions.ShouldHaveSingleItem().ScheduleTask.ShouldNotBeNull();
        var secondDelay = replay.ActivityFailed(2).Turn().Response.Actions.ShouldHaveSingleItem().CreateTimer.FireAt.ToDateTime();
        replay.After(TimeSpan.FromSeconds(20)).TimerFired(3).Turn();
        replay.ActivityFailed(4, "for good").Turn();

        firstDelay.ShouldBe(Replay.Start.AddSeconds(10));
        secondDelay.ShouldBe(Replay.Start.AddSeconds(30));
        replay.End!.OrchestrationStatus.ShouldBe(OrchestrationStatus.Failed);
        replay.End.FailureDetails.ErrorMessage.ShouldContain("for good");
        replay.End.FailureDetails.InnerFailure.ErrorType.ShouldBe(typeof(ArgumentException).FullName);
    }

    [Fact]
    public void Turn_RetryTimeoutOver_GivesUpBeforeTheLastAttempt()
    {
        var policy = new WorkflowRetryPolicy(10, TimeSpan.FromSeconds(1), retryTimeout: TimeSpan.FromSeconds(5));
        var replay = Replay.Of(async context =>
        {
            await context.CallActivityAsync("Fails", options: new WorkflowTaskOptions(policy));
            return 0;
        });

        replay.Turn().After(TimeSpan.FromSeconds(6)).ActivityFailed(0).Turn();

        replay.End!.OrchestrationStatus.ShouldBe(OrchestrationStatus.Failed);
    }

    [Fact]
    public void Turn_ChildWorkflow_HasAnIdThatStaysAndGivesItsResult()
    {
        var replay = Replay.Of(async context => await context.CallChildWorkflowAsync<string>("Child", "input"));

        var child = replay.Turn().Response.Actions.ShouldHaveSingleItem().CreateSubOrchestration;
        replay.With(new HistoryEvent
        {
            SubOrchestrationInstanceCompleted = new SubOrchestrationInstanceCompletedEvent { TaskScheduledId = 0, Result = "\"done\"" },
        }).Turn();

        Guid.Parse(child.InstanceId).Version.ShouldBe(5);
        replay.End!.Result.ShouldBe("\"done\"");
    }

    [Fact]
    public void Turn_IdsAndTime_AreTheSameInEveryReplay()
    {
        var seen = new List<(Guid First, Guid Second, DateTime Time)>();
        var replay = Replay.Of(async context =>
        {
            seen.Add((context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime));
            await context.CreateTimer(TimeSpan.FromHours(1));
            return context.CurrentUtcDateTime;
        });

        replay.Turn().After(TimeSpan.FromHours(1)).TimerFired(0).Turn();

        seen.Count.ShouldBe(2);
        seen[0].ShouldBe(seen[1]);
        seen[0].First.ShouldNotBe(seen[0].Second);
        replay.End!.Result.ShouldBe("\"2026-01-01T01:00:00Z\"");
    }

    [Fact]
    public void Turn_ReplaySafeLogger_SpeaksOnce()
    {
        var replay = Replay.Of(async context =>
        {
            var logger = context.CreateReplaySafeLogger("test");
            logger.LogInformation("begin");
            await context.CallActivityAsync("Work");
            logger.LogInformation("end");
            return context.IsReplaying;
        });

        replay.Turn().ActivityDone(0).Turn();

        replay.Logs.Messages.ShouldBe(["begin", "end"]);
        replay.End!.Result.ShouldBe("false");
    }

    [Fact]
    public void Turn_CustomStatus_IsTheLatest()
    {
        var replay = Replay.Of(async context =>
        {
            context.SetCustomStatus("waiting");
            await context.CallActivityAsync("Work");
            context.SetCustomStatus(new { step = 2 });
            return 0;
        });

        replay.Turn().Response.CustomStatus.ShouldBe("\"waiting\"");
        replay.ActivityDone(0).Turn().Response.CustomStatus.ShouldBe("""{"step":2}""");
    }

    [Fact]
    public void Turn_ValueTypeInputLeftOut_IsItsDefault()
    {
        var replay = Replay.Of<int, int>((_, input) => Task.FromResult(input + 1));

        replay.Turn().End!.Result.ShouldBe("1");
    }

    [Fact]
    public void Turn_ProcessInParallel_KeepsToItsLimit()
    {
        var replay = Replay.Of(async context =>
            (await context.ProcessInParallelAsync(Enumerable.Range(1, 5), n => context.CallActivityAsync<int>("Work", n), 2)).Sum());

        replay.Turn().Response.Actions.Count.ShouldBe(2);
        replay.ActivityDone(1, "2").Turn().Response.Actions.ShouldHaveSingleItem().ScheduleTask.Input.ShouldBe("3");
        replay.ActivityDone(0, "1").ActivityDone(2, "3").Turn().Response.Actions.Count.ShouldBe(2);
        replay.ActivityDone(3, "4").ActivityDone(4, "5").Turn();

        replay.End!.Result.ShouldBe("15");
    }
}
