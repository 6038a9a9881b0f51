using Dapr.Workflow.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Workflow.Worker;

/// <summary>Makes workflows and activities by name. Case does not matter, as in the official SDK.</summary>
internal sealed class WorkflowRegistry
{
    private readonly Dictionary<string, Func<IServiceProvider, IWorkflow>> _workflows = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<IServiceProvider, IWorkflowActivity>> _activities = new(StringComparer.OrdinalIgnoreCase);

    public static Func<IServiceProvider, T> Activator<T>()
        where T : class
    {
        var factory = ActivatorUtilities.CreateFactory<T>([]);
        return services => factory(services, null);
    }

    public void AddWorkflow(string name, Func<IServiceProvider, IWorkflow> factory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _workflows[name] = factory;
    }

    public void AddActivity(string name, Func<IServiceProvider, IWorkflowActivity> factory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _activities[name] = factory;
    }

    public bool HasWorkflow(string name) => _workflows.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    /// <summary>Makes a workflow that is registered.</summary>
    public IWorkflow CreateWorkflow(string name, IServiceProvider services) => _workflows[name](services);

    /// <summary>Makes an activity that is registered.</summary>
    public IWorkflowActivity CreateActivity(string name, IServiceProvider services) => _activities[name](services);
}
