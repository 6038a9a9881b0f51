using Dapr.Actors;
using Dapr.Actors.Client;
using Platform.Hosting.Failures;
using Platform.Payments.Actors;

namespace Platform.Payments.Application;

/// <summary>Sees to it that no payment stays half done.</summary>
internal sealed class PaymentGuards(IActorProxyFactory proxies, ILogger<PaymentGuards> logger)
{
    /// <summary>From now on somebody comes back to the payment until it is done. Durable when the task completes.</summary>
    /// <exception cref="UnavailableException">PAYMENTS_UNAVAILABLE: the guard cannot be reached.</exception>
    public Task WatchAsync(string paymentId, CancellationToken cancellationToken) => Dependency.CallAsync(
        async () =>
        {
            await proxies.CreateActorProxy<IPaymentGuardActor>(new ActorId(paymentId), PaymentGuardActor.Type).WatchAsync(cancellationToken);
            return true;
        },
        () => new UnavailableException("PAYMENTS_UNAVAILABLE", "Payments cannot be made now; try again."),
        logger);
}
