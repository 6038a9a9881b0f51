using DurableTask.Protobuf;

namespace Workflow.Tests.Turns;

public sealed class EventTests
{
    [Fact]
    public void WaitForExternalEvent_RaisedBefore_GetsItInOrder()
    {
        var replay = Replay.Of(async context =>
        {
            await context.CallActivityAsync("Work");
            var first = await context.WaitForExternalEventAsync<int>("Number");
            var second = await context.WaitForExternalEventAsync<int>("Number");
            return (first * 10) + second;
        });

        replay.Raised("number", "1").Raised("NUMBER", "2").Turn().ActivityDone(0).Turn();

        replay.End!.Result.ShouldBe("12");
    }

    [Fact]
    public void WaitForExternalEvent_TwoWait_FirstComeFirstServed()
    {
        var replay = Replay.Of(async context =>
        {
            var first = context.WaitForExternalEventAsync<int>("Number");
            var second = context.WaitForExternalEventAsync<int>("Number");
            return ((await first) * 10) + await second;
        });

        replay.Turn().Raised("Number", "1").Turn().Raised("Number", "2").Turn();

        replay.End!.Result.ShouldBe("12");
    }

    [Fact]
    public void WaitForExternalEvent_TimeoutFirst_IsCancelledAndTheLateEventIsKept()
    {
        var replay = Replay.Of(async context =>
        {
            try
            {
                await context.WaitForExternalEventAsync<int>("Number", TimeSpan.FromMinutes(1));
                return -1;
            }
            catch (TaskCanceledException)
            {
                return await context.WaitForExternalEventAsync<int>("Number");
            }
        });

        replay.Turn().Response.Actions.ShouldHaveSingleItem().CreateTimer.FireAt.ToDateTime().ShouldBe(Replay.Start.AddMinutes(1));
        replay.After(TimeSpan.FromMinutes(1)).TimerFired(0).Turn().End.ShouldBeNull();
        replay.Raised("Number", "5").Turn();

        replay.End!.Result.ShouldBe("5");
    }

    [Fact]
    public void WaitForExternalEvent_EventFirst_TheTimerNoLongerMatters()
    {
        var replay = Replay.Of(async context =>
        {
            var number = await context.WaitForExternalEventAsync<int>("Number", TimeSpan.FromMinutes(1));
            await context.CallActivityAsync("Work");
            return number;
        });

        replay.Turn().Raised("Number", "5").Turn().TimerFired(0).Turn().End.ShouldBeNull();
        replay.ActivityDone(1).Turn();

        replay.End!.Result.ShouldBe("5");
    }

    [Fact]
    public void SendEvent_IsADecision()
    {
        var replay = Replay.Of(context =>
        {
            context.SendEvent("other", "Hello", new { n = 1 });
            return Task.FromResult(0);
        });

        var sent = replay.Turn().Response.Actions[0].SendEvent;

        (sent.Instance.InstanceId, sent.Name, sent.Data).ShouldBe(("other", "Hello", """{"n":1}"""));
    }

    [Theory]
    [InlineData(true, new[] { "2", "3" })]
    [InlineData(false, new string[0])]
    public void ContinueAsNew_EventsThatNobodyWaitedFor_GoAlongIfAsked(bool preserve, string[] carried)
    {
        var replay = Replay.Of<int, int>(
            async (context, round) =>
            {
                await context.WaitForExternalEventAsync<int>("Number");
                context.ContinueAsNew(round + 1, preserve);
                return 0;
            },
            "7");

        replay.Turn().Raised("Number", "1").Raised("Number", "2").Raised("Number", "3").Turn();

        replay.End!.OrchestrationStatus.ShouldBe(OrchestrationStatus.ContinuedAsNew);
        replay.End.Result.ShouldBe("8");
        replay.End.CarryoverEvents.Select(raised => raised.EventRaised.Input).ShouldBe(carried);
    }

    [Fact]
    public void ContinueAsNew_SomebodyStillWaited_TheEventGoesAlong()
    {
        var replay = Replay.Of(async context =>
        {
            var stop = context.WaitForExternalEventAsync<int>("Stop");
            if (await Task.WhenAny(stop, context.CreateTimer(TimeSpan.FromSeconds(1))) != stop)
            {
                context.ContinueAsNew();
            }

            return 0;
        });

        replay.Turn().TimerFired(0).Raised("Stop", "1").Turn();

        replay.End!.CarryoverEvents.ShouldHaveSingleItem().EventRaised.Name.ShouldBe("Stop");
    }

    [Fact]
    public void Terminated_EndsWithTheGivenOutput()
    {
        var replay = Replay.Of(async context => await context.CallActivityAsync<int>("Work")).Turn();

        replay.With(new HistoryEvent { ExecutionTerminated = new ExecutionTerminatedEvent { Input = "\"stopped\"" } }).Turn();

        replay.End!.OrchestrationStatus.ShouldBe(OrchestrationStatus.Terminated);
        replay.End.Result.ShouldBe("\"stopped\"");
    }

    [Fact]
    public void Suspended_HoldsWhatHappensUntilResumed()
    {
        var replay = Replay.Of(async context =>
        {
            await context.CallActivityAsync("First");
            return await context.CallActivityAsync<int>("Second");
        }).Turn();

        replay.With(new HistoryEvent { ExecutionSuspended = new ExecutionSuspendedEvent() }).ActivityDone(0).Turn();
        var whileSuspended = replay.Response.Actions.Count;
        replay.With(new HistoryEvent { ExecutionResumed = new ExecutionResumedEvent() }).Turn();

        whileSuspended.ShouldBe(0);
        replay.Response.Actions.ShouldHaveSingleItem().ScheduleTask.Name.ShouldBe("Second");
    }
}
