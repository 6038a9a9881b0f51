using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow.Worker;

/// <inheritdoc cref="WorkflowActivityContext" />
internal sealed class ActivityContext(TaskIdentifier identifier, string instanceId, string taskExecutionKey) : WorkflowActivityContext
{
    public override TaskIdentifier Identifier => identifier;

    public override string TaskExecutionKey => taskExecutionKey;

    public override string InstanceId => instanceId;
}
