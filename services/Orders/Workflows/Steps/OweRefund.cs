using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Writes down that an order is undone but for its money, which the provider refuses to give back. Staff have to see to it: hence the warning.</summary>
internal sealed partial class OweRefund(IOrderStore orders, TimeProvider clock, ILogger<OweRefund> logger) : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        await orders.ChangeAsync(input, order => order.OweRefund(clock.GetUtcNow()), CancellationToken.None);
        LogOwed(input);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Order {Order} is CANCEL_FAILED: the payment provider refuses to give the money back. See the README of orders.")]
    private partial void LogOwed(string order);
}
