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
        return engine.CommitAsync(transaction => Start(transaction, Key(request.InstanceId), request));
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
    public Task SuspendAsync(string instanceId, string? reason) => ChangeAsync(instanceId, instance => instance.Suspend(reason));

    /// <summary>Lets an instance go on; one that has ended stays as it is.</summary>
    /// <exception cref="Errors.DaprException">There is no such instance.</exception>
    public Task ResumeAsync(string instanceId, string? reason) => ChangeAsync(instanceId, instance => instance.Resume(reason));

    /// <summary>Ends an instance; one that has ended stays as it is.</summary>
    /// <exception cref="Errors.DaprException">There is no such instance, or the output is too large.</exception>
    public Task TerminateAsync(string instanceId, string? output, bool recursive)
    {
        RequirePayload(output);
        return ChangeAsync(instanceId, instance => instance.Terminate(output, recursive));
    }

    /// <summary>Deletes an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="recursive">Whether its children are deleted too.</param>
    /// <param name="force">Whether it is deleted though it has not ended.</param>
    /// <returns>How many instances were deleted.</returns>
    /// <exception cref="Errors.DaprException">One of them has not ended; nothing was deleted.</exception>
    public async Task<int> PurgeAsync(string instanceId, bool recursive, bool force)
    {
        RequireInstanceId(instanceId);
        List<InstanceKey> instances = recursive ? [.. Tree(Key(instanceId), [])] : [Key(instanceId)];
        if (!force && instances.FirstOrDefault(IsActive) is { InstanceId: { } active })
        {
            throw WorkflowErrors.StillActive(active).ToException();
        }

        var deleted = 0;
        foreach (var instance in instances)
        {
            deleted += await engine.CommitAsync(transaction => Purge(transaction, instance, force));
        }

        return deleted;
    }

    /// <summary>Deletes all instances that have ended and match a filter.</summary>
    /// <returns>How many instances were deleted.</returns>
    public async Task<int> PurgeAsync(PurgeInstanceFilter filter)
    {
        var matches = engine.Reader.Instances(app.Keys, app.AppId).Where(each => each.Record.IsTerminal() && Matches(filter, each.Record)).ToList();
        var deleted = 0;
        foreach (var (key, _) in matches)
        {
            deleted += await engine.CommitAsync(transaction => Purge(transaction, key, force: false));
        }

        return deleted;
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

    private static bool Start(WorkflowTransaction transaction, InstanceKey key, StartRequest request)
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
            ScheduledStartTimestamp = request.StartTime is { } start ? Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(start) : null,
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

    private static int Purge(WorkflowTransaction transaction, InstanceKey key, bool force)
    {
        if (!transaction.TryFind(key, out var instance) || (!force && !instance.Record.IsTerminal()))
        {
            return 0;
        }

        instance.DeleteEverything();
        return 1;
    }

    private static bool Matches(PurgeInstanceFilter filter, InstanceRecord record) =>
        (filter.CreatedTimeFrom is null || record.Created >= filter.CreatedTimeFrom)
        && (filter.CreatedTimeTo is null || record.Created < filter.CreatedTimeTo)
        && (filter.RuntimeStatus.Count == 0 || filter.RuntimeStatus.Contains(record.Status));

    private static void RequireInstanceId(string instanceId)
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

    private bool IsActive(InstanceKey key) => engine.Reader.TryGet(engine.FindApp(key.AppId)!.Keys, key, out var record, out _) && !record.IsTerminal();

    // Children before their parents, each once.
    private IEnumerable<InstanceKey> Tree(InstanceKey root, HashSet<InstanceKey> seen) => seen.Add(root)
        ? engine.Children(root).Where(child => engine.FindApp(child.AppId) is not null).SelectMany(child => Tree(child, seen)).Append(root)
        : [];
}
