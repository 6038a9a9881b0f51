using Google.Protobuf.WellKnownTypes;
using Platform.Messaging;
using Platform.Payments.Api;
using Platform.Payments.V1;
using Payment = Platform.Payments.Domain.Payment;

namespace Platform.Payments.Events;

/// <summary>Tells others how payments stand.</summary>
internal sealed partial class PaymentEvents(EventPublisher publisher, ILogger<PaymentEvents> logger)
{
    private const string Topic = "payments-payment-changed";

    /// <summary>Tells of a change. When that fails the payment's guard tells it later.</summary>
    public async Task ChangedAsync(Payment payment, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(payment, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure.GetType().Name);
        }
    }

    /// <summary>Tells how a payment stands. Durable when the task completes.</summary>
    public Task TellAsync(Payment payment, CancellationToken cancellationToken) => publisher.PublishAsync(
        Topic,
        new PaymentChanged
        {
            EventId = FormattableString.Invariant($"payment-{payment.Id}-{payment.Revision}"),
            PaymentId = payment.Id,
            Order = payment.Order,
            State = PaymentMapper.ToProto(payment.State),
            Revision = payment.Revision,
            ChangeTime = payment.UpdateTime.ToTimestamp(),
            DeclineCode = payment.DeclineCode,
        },
        cancellationToken);

    [LoggerMessage(LogLevel.Warning, "A change of a payment could not be published ({Failure}).")]
    private partial void LogFailed(string failure);
}
