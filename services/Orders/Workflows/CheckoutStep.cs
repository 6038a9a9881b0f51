using Dapr.Workflow;
using Platform.Orders.Domain;

namespace Platform.Orders.Workflows;

/// <summary>
/// A step of a checkout. It may run several times for one checkout, so what it does is named by the order's id, and done once. What it throws is tried
/// again, except a <see cref="CheckoutRefusedException"/>.
/// </summary>
internal abstract class CheckoutStep : WorkflowActivity<Checkout, StepResult>
{
    /// <inheritdoc />
    public sealed override async Task<StepResult> RunAsync(WorkflowActivityContext context, Checkout input)
    {
        try
        {
            return new StepResult(await DoAsync(input), Refused: null);
        }
        catch (CheckoutRefusedException refused)
        {
            return new StepResult(Checkout: null, refused.Failure);
        }
    }

    /// <summary>Does the step.</summary>
    /// <returns>The checkout with what the step found out.</returns>
    protected abstract Task<Checkout> DoAsync(Checkout checkout);
}
