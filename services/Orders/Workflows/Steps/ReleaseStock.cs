using Dapr.Workflow;
using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Gives back what is reserved or taken for an order; nothing where nothing is.</summary>
internal sealed class ReleaseStock(IStock stock) : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        await stock.ReleaseAsync(input, CancellationToken.None);
        return true;
    }
}
