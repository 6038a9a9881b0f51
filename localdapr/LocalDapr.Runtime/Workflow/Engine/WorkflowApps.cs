using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>The apps whose workflows the engine runs, and those whose instances it only finds in the store.</summary>
internal sealed class WorkflowApps(IReadOnlyList<WorkflowApp> running)
{
    private readonly FrozenDictionary<string, WorkflowApp> _running = running.ToFrozenDictionary(app => app.AppId);
    private readonly ConcurrentDictionary<string, WorkflowApp> _absent = [];

    public IEnumerable<WorkflowApp> Running => _running.Values;

    /// <summary>The app of that id, or null if it does not run.</summary>
    public WorkflowApp? Find(string appId) => _running.GetValueOrDefault(appId);

    /// <summary>
    /// The app of that id. One that does not run now still gets the results it waits for: its instances are taken to be in the component of the
    /// others, and go on when it runs again.
    /// </summary>
    public WorkflowApp Get(string appId) =>
        Find(appId) ?? _absent.GetOrAdd(appId, absent => new WorkflowApp(absent, running[0].Component, WorkflowSettings.Default));
}
