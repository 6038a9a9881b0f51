using Dapr.Workflow.Serialization;
using Dapr.Workflow.Worker.Turns;
using DurableTask.Protobuf;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker;

/// <summary>Starts the workflows of a registry, for one turn.</summary>
/// <param name="registry">The workflows.</param>
/// <param name="services">The scope of the turn, injected into them.</param>
/// <param name="serializer">Writes and reads payloads.</param>
/// <param name="loggers">Makes their loggers.</param>
internal sealed class WorkflowStarter(
    WorkflowRegistry registry, IServiceProvider services, IWorkflowSerializer serializer, ILoggerFactory loggers) : IWorkflowStarter
{
    public TurnContext CreateContext(HistoryEvent started)
    {
        var execution = started.ExecutionStarted;
        var router = started.Router;
        var appId = router is { HasTargetAppID: true } ? router.TargetAppID : router?.SourceAppID;
        return new TurnContext(execution.Name, execution.OrchestrationInstance ?? new OrchestrationInstance(), appId, serializer, loggers);
    }

    public Task<string?> RunAsync(TurnContext context, string? input) => registry.HasWorkflow(context.Name)
        ? CreateAndRunAsync(context, input)
        : throw new WorkflowNotFoundException(context.Name);

    private async Task<string?> CreateAndRunAsync(TurnContext context, string? input)
    {
        var workflow = registry.CreateWorkflow(context.Name, services);
        var value = serializer.Deserialize(input, workflow.InputType) ?? DefaultValue.Of(workflow.InputType);
        var output = await workflow.RunAsync(context, value);
        context.RequireTurn();
        return output is null ? null : serializer.Serialize(output);
    }
}
