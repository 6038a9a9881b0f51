using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Wakes those who wait for a change of an instance.</summary>
internal sealed class InstanceWatchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<InstanceKey, TaskCompletionSource> _changes = [];

    /// <summary>A task that ends with the next change. Ask for it before looking at the instance, so that no change is missed.</summary>
    public Task NextChange(InstanceKey instance)
    {
        lock (_gate)
        {
            if (!_changes.TryGetValue(instance, out var change))
            {
                _changes[instance] = change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return change.Task;
        }
    }

    /// <summary>Says that an instance has changed.</summary>
    public void Changed(InstanceKey instance)
    {
        TaskCompletionSource? change;
        lock (_gate)
        {
            _changes.Remove(instance, out change);
        }

        change?.SetResult();
    }
}
