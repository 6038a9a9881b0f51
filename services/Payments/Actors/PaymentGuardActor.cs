using Dapr.Actors;
using Dapr.Actors.Runtime;
using Platform.Hosting.Failures;
using Platform.Payments.Application;
using Platform.Payments.Events;

namespace Platform.Payments.Actors;

/// <summary>Comes back to a payment until it is done. Its id is the payment's.</summary>
internal interface IPaymentGuardActor : IActor
{
    /// <summary>Begins to watch the payment.</summary>
    Task WatchAsync(CancellationToken cancellationToken = default);
}

/// <inheritdoc cref="IPaymentGuardActor" />
internal sealed partial class PaymentGuardActor(ActorHost host, PaymentFlow payments, PaymentEvents events, ILogger<PaymentGuardActor> logger)
    : Actor(host), IPaymentGuardActor, IRemindable
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "PaymentGuard";

    private const string Reminder = "settle";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public Task WatchAsync(CancellationToken cancellationToken = default) => RegisterReminderAsync(Reminder, [], Interval, Interval);

    /// <summary>Goes on with what was broken off, and tells how the payment stands: who broke off may have done neither.</summary>
    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        try
        {
            var payment = await payments.SettleAsync(Id.GetId(), CancellationToken.None);
            if (payment is not null)
            {
                await events.TellAsync(payment, CancellationToken.None);
            }

            if (payment?.IsOpen() != true)
            {
                await UnregisterReminderAsync(Reminder);
            }
        }
        catch (PlatformException failure)
        {
            LogUnsettled(Id.GetId(), failure.Reason);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Payment {Id} cannot be settled now ({Reason}); it will be tried again.")]
    private partial void LogUnsettled(string id, string reason);
}
