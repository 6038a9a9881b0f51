using System.Collections.Frozen;
using Dapr.Proto.Runtime.V1;
using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Workflow.Dispatch;
using LocalDapr.Runtime.Workflow.Engine;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Workflow.Api;

/// <summary>The workflow engine behind the sidecars. An app has workflows if it sees a state store that is marked for actors.</summary>
internal sealed class WorkflowRuntime : IDisposable
{
    private readonly WorkflowEngine _engine;
    private readonly FrozenDictionary<string, AppWorkflows> _apps;

    public WorkflowRuntime(SidecarRegistry sidecars, KeyValueStore store, TimeProvider time, ILoggerFactory loggers)
    {
        // The instances of an app share its workflows.
        WorkflowApp[] apps = [.. sidecars.All.DistinctBy(sidecar => sidecar.AppId).Select(Find).OfType<WorkflowApp>()];
        _engine = new WorkflowEngine(store, time, apps, loggers.CreateLogger<BackgroundWork>());
        Results = new WorkResults(_engine);
        Source = new WorkItemSource(_engine, Results, loggers.CreateLogger<WorkItemSource>());
        _apps = apps.ToFrozenDictionary(app => app.AppId, app => new AppWorkflows(app, new InstanceManager(_engine, app), new InstancePurge(_engine, app)));
    }

    public WorkResults Results { get; }

    public WorkItemSource Source { get; }

    /// <summary>The workflows of a sidecar's app.</summary>
    /// <exception cref="Errors.DaprException">The app has no store for them.</exception>
    public AppWorkflows Of(Sidecar sidecar) =>
        _apps.GetValueOrDefault(sidecar.AppId) ?? throw ActorErrors.NoStateStore.ToException();

    /// <summary>What the metadata of a sidecar says of workflows; null if its app has no store for them.</summary>
    public MetadataWorkflows? Describe(Sidecar sidecar) =>
        _apps.TryGetValue(sidecar.AppId, out var workflows) ? new MetadataWorkflows { ConnectedWorkers = workflows.App.Work.Workers } : null;

    public void Dispose() => _engine.Dispose();

    private static WorkflowApp? Find(Sidecar sidecar) =>
        sidecar.State.ActorStore is { } store ? new WorkflowApp(sidecar.AppId, store.Name, sidecar.Resources.Workflow) : null;
}
