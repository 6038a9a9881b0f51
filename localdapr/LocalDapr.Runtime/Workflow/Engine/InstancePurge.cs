using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Deletes instances.</summary>
/// <param name="engine">The engine.</param>
/// <param name="app">The app whose instances they are.</param>
internal sealed class InstancePurge(WorkflowEngine engine, WorkflowApp app)
{
    /// <summary>Deletes an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="recursive">Whether its children are deleted too.</param>
    /// <param name="force">Whether it is deleted though it has not ended.</param>
    /// <returns>How many instances were deleted.</returns>
    /// <exception cref="Errors.DaprException">One of them has not ended; nothing was deleted.</exception>
    public async Task<int> PurgeAsync(string instanceId, bool recursive, bool force)
    {
        InstanceManager.RequireInstanceId(instanceId);
        List<InstanceKey> instances = recursive ? [.. Tree(new InstanceKey(app.AppId, instanceId), [])] : [new InstanceKey(app.AppId, instanceId)];
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

    private static int Purge(WorkflowTransaction transaction, InstanceKey key, bool force)
    {
        if (!transaction.TryFind(key, out var instance) || (!force && !instance.Record.IsTerminal()))
        {
            return 0;
        }

        instance.Delete();
        return 1;
    }

    private static bool Matches(PurgeInstanceFilter filter, InstanceRecord record) =>
        (filter.CreatedTimeFrom is null || record.Created >= filter.CreatedTimeFrom)
        && (filter.CreatedTimeTo is null || record.Created < filter.CreatedTimeTo)
        && (filter.RuntimeStatus.Count == 0 || filter.RuntimeStatus.Contains(record.Status));

    private bool IsActive(InstanceKey key) => engine.Reader.TryGet(engine.FindApp(key.AppId)!.Keys, key, out var record, out _) && !record.IsTerminal();

    // Children before their parents, each once.
    private IEnumerable<InstanceKey> Tree(InstanceKey root, HashSet<InstanceKey> seen) => seen.Add(root)
        ? engine.Children(root).Where(child => engine.FindApp(child.AppId) is not null).SelectMany(child => Tree(child, seen)).Append(root)
        : [];
}
