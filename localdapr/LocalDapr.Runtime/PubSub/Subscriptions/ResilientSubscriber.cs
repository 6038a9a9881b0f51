using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>
/// The timeout and the circuit breaker for the deliveries of one pub/sub component to an app; its retries are the <see cref="Deliverer"/>'s. An
/// attempt ends after 60 s if no policy says otherwise. An open circuit breaker holds messages back as an unreachable app does: they wait.
/// </summary>
internal sealed class ResilientSubscriber(ISubscriber subscriber, ResiliencePipeline<IReadOnlyList<DeliveryResult>> pipeline) : ISubscriber
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The pipeline that all subscriptions to a component share.</summary>
    public static ResiliencePipeline<IReadOnlyList<DeliveryResult>> PipelineOf(string component, Policies? policies, TimeProvider time, ILogger logger)
    {
        var inbound = new Policies(policies?.Timeout ?? DefaultTimeout, Retry: null, policies?.CircuitBreaker);
        return new PolicyPipelines<IReadOnlyList<DeliveryResult>>(component, inbound, FailureOf, time, logger)[""];
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(
                static async (call, token) => await call.subscriber.DeliverAsync(call.messages, token), (subscriber, messages), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return DeliveryResult.ForAll(messages.Count, DeliveryStatus.Retry);
        }
        catch (BrokenCircuitException)
        {
            return DeliveryResult.ForAll(messages.Count, DeliveryStatus.Unreachable);
        }
    }

    private static Failure? FailureOf(Outcome<IReadOnlyList<DeliveryResult>> outcome)
    {
        if (outcome.Exception is { } exception)
            return Failures.Of(exception);
        return outcome.Result!.Any(result => result.Status is not (DeliveryStatus.Success or DeliveryStatus.Drop)) ? Failure.NoAnswer : null;
    }
}
