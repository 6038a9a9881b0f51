using DurableTask.Protobuf;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Turns answers of workers with payloads over the limit into failures that say so.</summary>
internal static class PayloadCheck
{
    /// <summary>The answer, or the failure of the workflow if a payload in it is too large.</summary>
    public static OrchestratorResponse Check(OrchestratorResponse response)
    {
        var excess = PayloadsOf(response).Select(payload => (payload.What, Bytes: WorkflowLimits.Excess(payload.Value)))
            .FirstOrDefault(each => each.Bytes > 0);
        return excess.Bytes == 0 ? response : Failed(response, Failures.PayloadTooLarge(excess.What, excess.Bytes, WorkflowLimits.PayloadBytes));
    }

    /// <summary>The answer, or the failure of the activity if its result is too large.</summary>
    public static ActivityResponse Check(ActivityResponse response)
    {
        var bytes = WorkflowLimits.Excess(response.Result);
        return bytes == 0 ? response : new ActivityResponse
        {
            InstanceId = response.InstanceId,
            TaskId = response.TaskId,
            CompletionToken = response.CompletionToken,
            FailureDetails = Failures.PayloadTooLarge("The result of the activity", bytes, WorkflowLimits.PayloadBytes),
        };
    }

    /// <summary>The failure of a workflow as the answer of a turn.</summary>
    public static OrchestratorResponse Failed(OrchestratorResponse response, TaskFailureDetails failure) => new()
    {
        InstanceId = response.InstanceId,
        CompletionToken = response.CompletionToken,
        Actions =
        {
            new OrchestratorAction
            {
                Id = response.Actions.Select(action => action.Id).DefaultIfEmpty().Max(),
                CompleteOrchestration =
                    new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Failed, FailureDetails = failure },
            },
        },
    };

    private static IEnumerable<(string What, string? Value)> PayloadsOf(OrchestratorResponse response)
    {
        yield return ("The custom status", response.CustomStatus);
        foreach (var action in response.Actions)
        {
            yield return action switch
            {
                { ScheduleTask: { } task } => ($"The input of activity '{task.Name}' (step {action.Id})", task.Input),
                { CreateSubOrchestration: { } child } => ($"The input of child workflow '{child.Name}' (step {action.Id})", child.Input),
                { SendEvent: { } sent } => ($"The payload of event '{sent.Name}' (step {action.Id})", sent.Data),
                { CompleteOrchestration: { } end } => ("The output of the workflow", end.Result),
                _ => ("", null),
            };
        }
    }
}
