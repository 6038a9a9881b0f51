using Dapr.Common;

namespace Dapr.Workflow.Registration;

/// <summary>Goes on registering after workflows were added to the services.</summary>
public interface IDaprWorkflowBuilder : IDaprServiceBuilder;
