using Dapr.Workflow;
using Platform.Messaging;
using Platform.Orders.Api;
using Platform.Orders.Domain;
using Platform.Orders.Storage;
using Platform.Orders.Workflows;
using Platform.Payments.V1;
using Platform.Workflows;

namespace Platform.Orders.Events;

/// <summary>Wakes the checkout that waits for its buyer when something became of the payment.</summary>
internal sealed class PaymentChangedHandler(IOrderStore orders, DaprWorkflowClient workflows) : ITopicHandler<PaymentChanged>
{
    public const string Topic = "payments-payment-changed";

    public async Task HandleAsync(PaymentChanged message, CancellationToken cancellationToken)
    {
        if (OrderNames.TryGetId(message.Order, out var id)
            && await orders.FindAsync(id, cancellationToken) is { State: OrderState.ActionRequired })
        {
            await workflows.TryRaiseEventAsync(id, CheckoutSaga.WakeEvent, "", cancellationToken);
        }
    }
}
