using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Starts instances and works with them, for the management APIs.</summary>
/// <param name="engine">The engine.</param>
/// <param name="app">The app whose instances they are.</param>
internal sealed class InstanceManager(WorkflowEngine engine, WorkflowApp app)
{
    /// <summary>Most ids of a page.</summary>
    public const int MaxPageSize = 10_000;

    private const int DefaultPageSize = 1024;

    /// <summary>Starts an instance.</summary>
    /// <exception cref="Errors.DaprException">The id is taken or not allowed, or the input is too large.</exception>
    public Task StartAsync(StartRequest request)
    {
        RequireInstanceId(request.InstanceId);
        RequireName(request.Name, WorkflowErrors.NameMissing);
        RequirePayload(request.Input);
        RequirePayload(string.Concat(request.Tags.Select(tag => tag.Key + tag.Value)));
        return engine.CommitAsync(transaction => InstanceStart.Start(transaction, Key(request.InstanceId), request));
    }

    /// <summary>Reads the state of an instance; null if there is none.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="withPayloads">Whether input, output, custom status and failure are wanted.</param>
    public OrchestrationState? Find(string instanceId, bool withPayloads)
    {
        RequireInstanceId(instanceId);
        var reader = engine.Reader;
        if (!reader.TryGet(app.Keys, Key(instanceId), out var record, out _))
        {
            return null;
        }

        var state = record.ToState(instanceId);
        if (withPayloads)
        {
            state.Input = reader.FindStart(app.Keys, Key(instanceId))?.Input;
            state.Output = record.Output;
            state.CustomStatus = record.CustomStatus;
            state.FailureDetails = record.Failure;
        }

        return state;
    }

    /// <summary>Waits until an instance is in a state that fulfils a condition; null when it is gone.</summary>
    public async Task<OrchestrationState?> WaitAsync(
        string instanceId, bool withPayloads, Func<OrchestrationStatus, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (IsMet(Find(instanceId, withPayloads)) is { IsMet: true } now)
            {
                return now.State;
            }

            var change = engine.Watchers.NextChange(Key(instanceId));
            if (IsMet(Find(instanceId, withPayloads)) is { IsMet: true } meanwhile)
            {
                return meanwhile.State;
            }

            await change.WaitAsync(cancellationToken);
        }

        (bool IsMet, OrchestrationState? State) IsMet(OrchestrationState? state) => (state is null || condition(state.OrchestrationStatus), state);
    }

    /// <summary>Sends an event to an instance; one that has ended ignores it.</summary>
    /// <exception cref="Errors.DaprException">There is no such instance, or the payload is too large.</exception>
    public Task RaiseAsync(string instanceId, string name, string? payload)
    {
        RequireName(name, WorkflowErrors.EventNameMissing);
        RequirePayload(payload);
        return ChangeAsync(instanceId, instance => instance.Receive(new HistoryEvent
        {
            EventId = -1,
            EventRaised = new EventRaisedEvent { Name = name, Input = payload },
        }));
    }

    /// <summary>Halts an instance; one that has ended stays as it is.</summary>
    /// <exception cref="Errors.DaprException">There is no such instance.</exception>
    public Task SuspendAsync(string instanceId, string? reason)
    {
        RequirePayload(reason);
        return ChangeAsync(instanceId, instance => instance.Suspend(reason));
    }

    /// <summary>Lets an instance go on; one that has ended stays as it is.</summary>
    /// <exception cref="Errors.DaprException">There is no such instance.</exception>
    public Task ResumeAsync(string instanceId, string? reason)
    {
        RequirePayload(reason);
        return ChangeAsync(instanceId, instance => instance.Resume(reason));
    }

    /// <summary>Ends an instance; one that has ended stays as it is.</summary>
    /// <exception cref="Errors.DaprException">There is no such instance, or the output is too large.</exception>
    public Task TerminateAsync(string instanceId, string? output, bool recursive)
    {
        RequirePayload(output);
        return ChangeAsync(instanceId, instance => instance.Terminate(output, recursive));
    }

    /// <summary>The ids of instances in order, and the token of the next page.</summary>
    public (IReadOnlyList<string> InstanceIds, string? Next) List(string? token, int? pageSize)
    {
        var size = pageSize ?? DefaultPageSize;
        var page = engine.Reader.InstanceIds(app.Keys, app.AppId, token).Take(size + 1).ToList();
        return page.Count > size ? (page[..size], page[size - 1]) : (page, null);
    }

    /// <summary>What has happened to an instance.</summary>
    /// <exception cref="Errors.DaprException">There is no such instance.</exception>
    public IReadOnlyList<HistoryEvent> History(string instanceId)
    {
        RequireInstanceId(instanceId);
        var reader = engine.Reader;
        return reader.TryGet(app.Keys, Key(instanceId), out _, out _)
            ? [.. reader.History(app.Keys, Key(instanceId))]
            : throw WorkflowErrors.NotFound(instanceId).ToException();
    }

    /// <summary>Refuses what can't be the id of an instance.</summary>
    /// <exception cref="Errors.DaprException">It is none.</exception>
    public static void RequireInstanceId(string instanceId)
    {
        if (instanceId.Length == 0)
        {
            throw WorkflowErrors.InstanceIdMissing.ToException();
        }

        if (!WorkflowLimits.IsInstanceId(instanceId))
        {
            throw (instanceId.Length > WorkflowLimits.InstanceIdLength
                ? WorkflowErrors.InstanceIdTooLong(WorkflowLimits.InstanceIdLength)
                : WorkflowErrors.InvalidInstanceId(instanceId)).ToException();
        }
    }

    private static void RequireName(string name, Errors.DaprError missing)
    {
        if (!WorkflowLimits.IsName(name))
        {
            throw (name.Length == 0 ? missing : WorkflowErrors.NameTooLong).ToException();
        }
    }

    private static void RequirePayload(string? payload)
    {
        var bytes = WorkflowLimits.Excess(payload);
        if (bytes > 0)
        {
            throw WorkflowErrors.PayloadTooLarge(bytes).ToException();
        }
    }

    private InstanceKey Key(string instanceId) => new(app.AppId, instanceId);

    private Task<bool> ChangeAsync(string instanceId, Action<Instance> change)
    {
        RequireInstanceId(instanceId);
        return engine.CommitAsync(transaction =>
        {
            if (!transaction.TryFind(Key(instanceId), out var instance))
            {
                throw WorkflowErrors.NotFound(instanceId).ToException();
            }

            change(instance);
            return true;
        });
    }
}
