using Dapr;
using Dapr.Actors;
using Dapr.Actors.Client;
using Platform.Hosting.Failures;
using Platform.Payments.Actors;

namespace Platform.Payments.Application;

/// <summary>Sees to it that no payment stays half done.</summary>
internal sealed class PaymentGuards(IActorProxyFactory proxies)
{
    /// <summary>From now on somebody comes back to the payment until it is done. Durable when the task completes.</summary>
    /// <exception cref="UnavailableException">PAYMENTS_UNAVAILABLE: the guard cannot be reached.</exception>
    public async Task WatchAsync(string paymentId, CancellationToken cancellationToken)
    {
        try
        {
            await proxies.CreateActorProxy<IPaymentGuardActor>(new ActorId(paymentId), PaymentGuardActor.Type).WatchAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is DaprApiException or HttpRequestException)
        {
            throw new UnavailableException("PAYMENTS_UNAVAILABLE", "Payments cannot be made now; try again.");
        }
    }
}
