using Dapr.Workflow;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using Platform.Orders.Storage;
using Platform.Workflows;

namespace Platform.Orders.Workflows;

/// <summary>Starts checkouts, each once.</summary>
internal sealed class CheckoutStarter(IOrderStore orders, DaprWorkflowClient workflows, TimeProvider clock)
{
    /// <summary>
    /// Starts a checkout, or finds the order of an earlier one with its id. The workflow is started first and the order is made then, by whoever comes first: so
    /// there is never an order that nothing goes on with.
    /// </summary>
    /// <exception cref="InvalidArgumentException">REQUEST_ID_REUSED: the id was used for another request.</exception>
    public async Task<Order> StartAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        var order = await orders.FindAsync(checkout.OrderId, cancellationToken);
        if (order is null)
        {
            var running = await workflows.StartOnceAsync(nameof(CheckoutSaga), checkout.OrderId, checkout, cancellationToken);
            order = await orders.CreateAsync(
                OrderCheckout.Open(running.OrderId, running.Buyer, running.Address, running.Fingerprint, clock.GetUtcNow()), cancellationToken);
        }

        return order.Fingerprint == checkout.Fingerprint
            ? order
            : throw new InvalidArgumentException("request_id", "was used for a different request", "REQUEST_ID_REUSED");
    }
}
