using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Workflows.Steps;
using Platform.Workflows;

namespace Platform.Orders.Workflows;

/// <summary>
/// The checkout. It ends with an order that is CONFIRMED and everything done once, or that is FAILED (CANCELED where the buyer wanted that) and everything
/// undone; or CANCEL_FAILED, where all but the money is undone, which the provider refuses to give back.
/// </summary>
internal sealed class CheckoutSaga : Workflow<Checkout, string>
{
    /// <summary>Wakes a checkout that waits for its buyer.</summary>
    public const string WakeEvent = "Wake";

    /// <summary>How long a checkout waits for its buyer; well below the time for which stock is set aside.</summary>
    public static readonly TimeSpan ActionTime = TimeSpan.FromMinutes(10);

    // An event can come before anybody waits for it; a look from time to time does not miss it.
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(30);

    /// <summary>The steps, in their order.</summary>
    public static IReadOnlyList<SagaStep> AllSteps { get; } =
    [
        new(nameof(ValidateCart), Compensation: null, Because: "it only reads"),
        new(nameof(ReserveStock), nameof(ReleaseStock)),
        new(nameof(PriceOrder), Compensation: null, Because: "it only computes"),
        new(nameof(AuthorizePayment), nameof(UndoPayment)),
        new(nameof(RecordOrder), Compensation: null, Because: "the order stays, and tells that it failed"),
        new(nameof(CommitStock), nameof(ReleaseStock)),
        new(nameof(CapturePayment), nameof(UndoPayment)),
        new(nameof(ClearCart), Compensation: null, Because: "only a cancellation comes after it, and who cancels has no use for the cart", MustSucceed: true),
        new(nameof(ConfirmOrder), Compensation: null, Because: "it is the last one", MustSucceed: true),
    ];

    /// <inheritdoc />
    public override async Task<string> RunAsync(WorkflowContext context, Checkout input)
    {
        if (!await context.CallActivityAsync<bool>(nameof(OpenOrder), input, Retries.UntilDone))
        {
            return "ENDED_BEFORE";
        }

        var tried = new List<SagaStep>();
        var checkout = input;
        foreach (var step in AllSteps)
        {
            tried.Add(step);
            var result = await DoAsync(context, step, checkout);
            if (result.Refused is { } failure)
            {
                return await UndoAsync(context, tried, new EndedCheckout(input.OrderId, failure));
            }

            checkout = result.Checkout!;
        }

        return "CONFIRMED";
    }

    private static async Task<StepResult> DoAsync(WorkflowContext context, SagaStep step, Checkout checkout)
    {
        var result = await CallAsync(context, step.Activity, checkout, step.MustSucceed);
        return result.Checkout?.ActionUrl is null ? result : await AwaitBuyerAsync(context, result.Checkout);
    }

    private static async Task<StepResult> CallAsync(WorkflowContext context, string activity, Checkout checkout, bool mustSucceed = false)
    {
        try
        {
            return await context.CallActivityAsync<StepResult>(activity, checkout, mustSucceed ? Retries.UntilDone : Retries.Few);
        }
        catch (WorkflowTaskFailedException)
        {
            return Refused("UNAVAILABLE", "step", activity);
        }
    }

    /// <summary>Waits until the buyer has confirmed the payment, wants no more, or takes too long.</summary>
    private static async Task<StepResult> AwaitBuyerAsync(WorkflowContext context, Checkout checkout)
    {
        var end = context.CurrentUtcDateTime + ActionTime;
        var result = await CallAsync(context, nameof(AskBuyer), checkout);
        while (result.Checkout?.ActionUrl is not null)
        {
            if (context.CurrentUtcDateTime >= end)
            {
                return Refused("PAYMENT_ACTION_REQUIRED", "url", checkout.ActionUrl!);
            }

            try
            {
                await context.WaitForExternalEventAsync<string>(WakeEvent, LookTime);
            }
            catch (TaskCanceledException)
            {
                // Nobody said anything: look all the same.
            }

            result = await CallAsync(context, nameof(CheckAction), checkout);
        }

        return result;
    }

    private static async Task<string> UndoAsync(WorkflowContext context, List<SagaStep> tried, EndedCheckout end)
    {
        var isUndone = true;
        foreach (var compensation in tried.AsEnumerable().Reverse().Select(step => step.Compensation).OfType<string>().Distinct())
        {
            isUndone &= await context.CallActivityAsync<bool>(compensation, end.OrderId, Retries.UntilDone);
        }

        if (!isUndone)
        {
            await context.CallActivityAsync(nameof(OweRefund), end.OrderId, Retries.UntilDone);
            return OrderCheckout.RefundFailed;
        }

        await context.CallActivityAsync(nameof(FailOrder), end, Retries.UntilDone);
        return end.Failure.Reason;
    }

    private static StepResult Refused(string reason, string fact, string value) =>
        new(Checkout: null, new OrderFailure(reason, new Dictionary<string, string> { [fact] = value }));
}
