using Dapr.Workflow.Abstractions;
using Dapr.Workflow.Worker;
using Grpc.Net.Client;

namespace Dapr.Workflow;

/// <summary>The workflows and activities of the app, and how many of them run at a time.</summary>
public sealed class WorkflowRuntimeOptions
{
    private const int DefaultConcurrency = 100;

    /// <summary>How many turns of workflows this process takes at a time. Default 100.</summary>
    public int MaxConcurrentWorkflows
    {
        get;
        set => field = Positive(value);
    } = DefaultConcurrency;

    /// <summary>How many activities this process runs at a time. Default 100.</summary>
    public int MaxConcurrentActivities
    {
        get;
        set => field = Positive(value);
    } = DefaultConcurrency;

    internal WorkflowRegistry Registry { get; } = new();

    internal GrpcChannelOptions? GrpcChannelOptions { get; private set; }

    /// <summary>Registers a workflow that is a function.</summary>
    /// <param name="name">Its name; case does not matter.</param>
    /// <param name="implementation">The function.</param>
    public void RegisterWorkflow<TInput, TOutput>(string name, Func<WorkflowContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        Registry.AddWorkflow(name, _ => new FunctionWorkflow<TInput, TOutput>(implementation));
    }

    /// <summary>Registers a workflow. An instance is made for each turn; its constructor's parameters are injected.</summary>
    /// <typeparam name="TWorkflow">The workflow.</typeparam>
    /// <param name="name">Its name; null: that of the type.</param>
    public void RegisterWorkflow<TWorkflow>(string? name = null)
        where TWorkflow : class, IWorkflow =>
        Registry.AddWorkflow(name ?? typeof(TWorkflow).Name, WorkflowRegistry.Activator<TWorkflow>());

    /// <summary>Registers an activity that is a function.</summary>
    /// <param name="name">Its name; case does not matter.</param>
    /// <param name="implementation">The function.</param>
    public void RegisterActivity<TInput, TOutput>(string name, Func<WorkflowActivityContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        Registry.AddActivity(name, _ => new FunctionActivity<TInput, TOutput>(implementation));
    }

    /// <summary>Registers an activity. An instance is made for each run, in a scope of its own; its constructor's parameters are injected.</summary>
    /// <typeparam name="TActivity">The activity.</typeparam>
    /// <param name="name">Its name; null: that of the type.</param>
    public void RegisterActivity<TActivity>(string? name = null)
        where TActivity : class, IWorkflowActivity =>
        Registry.AddActivity(name ?? typeof(TActivity).Name, WorkflowRegistry.Activator<TActivity>());

    /// <summary>Sets the options of the channel to the sidecar.</summary>
    public void UseGrpcChannelOptions(GrpcChannelOptions grpcChannelOptions)
    {
        ArgumentNullException.ThrowIfNull(grpcChannelOptions);
        GrpcChannelOptions = grpcChannelOptions;
    }

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
