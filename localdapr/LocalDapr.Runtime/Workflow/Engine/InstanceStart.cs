using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Starts instances.</summary>
internal static class InstanceStart
{
    /// <summary>Creates the instance, unless a policy leaves the one that has its id.</summary>
    /// <exception cref="Errors.DaprException">An active instance has the id.</exception>
    public static bool Start(WorkflowTransaction transaction, InstanceKey key, StartRequest request)
    {
        if (transaction.TryFind(key, out var existing) && !MayReplace(existing.Record, request))
        {
            return false;
        }

        var started = new ExecutionStartedEvent
        {
            Name = request.Name,
            Version = request.Version,
            Input = request.Input,
            ScheduledStartTimestamp = request.StartTime?.ToTimestamp(),
            ParentTraceContext = request.Trace,
        };
        foreach (var (name, value) in request.Tags)
        {
            started.Tags[name] = value;
        }

        transaction.Create(key, started, router: null);
        return true;
    }

    // An id may be used again when its instance has ended; a policy can leave or replace the instance instead.
    private static bool MayReplace(InstanceRecord existing, StartRequest request)
    {
        var policy = request.ReusePolicy;
        var action = policy?.OperationStatus.Contains(existing.VisibleStatus()) == true ? policy.Action : CreateOrchestrationAction.Error;
        return action switch
        {
            CreateOrchestrationAction.Ignore => false,
            CreateOrchestrationAction.Terminate => true,
            _ when existing.IsTerminal() => true,
            _ => throw WorkflowErrors.AlreadyExists(request.Name, request.InstanceId).ToException(),
        };
    }
}
