using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Payments.Domain;
using Platform.Payments.Events;
using Platform.Payments.Providers;
using Platform.Payments.Storage;

namespace Platform.Payments.Application;

/// <summary>
/// Payments from beginning to end. Every step writes down what it is about to ask the provider, asks with a key, and writes down the answer with what is booked. Broken off
/// anywhere it goes on from there: with the next call for the payment, with a webhook, or by its guard.
/// </summary>
internal sealed class PaymentFlow(PaymentStore store, IPaymentProvider provider, PaymentGuards guards, PaymentEvents events, TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Sets money aside.</summary>
    /// <param name="wanted">The payment: id, order, owner, amount and token.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Payment> AuthorizeAsync(Payment wanted, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(wanted.Id, cancellationToken) is null or { State: PaymentState.Authorizing })
        {
            await guards.WatchAsync(wanted.Id, cancellationToken);
        }

        var payment = await ChangeAsync(wanted.Id, known => PaymentStep.None(Begin(known, wanted)), cancellationToken);
        return payment.State == PaymentState.Authorizing ? await AskToAuthorizeAsync(payment, cancellationToken) : payment;
    }

    /// <summary>Takes what is set aside.</summary>
    /// <param name="id">The payment.</param>
    /// <param name="amount">How much; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Payment> CaptureAsync(string id, Money? amount, CancellationToken cancellationToken)
    {
        await WatchUnlessDoneAsync(id, cancellationToken);
        var payment = await ChangeAsync(id, known => PaymentStep.None(BeginCapture(Known(known), amount)), cancellationToken);
        return payment.State == PaymentState.Capturing ? await AskToCaptureAsync(payment, cancellationToken) : payment;
    }

    /// <summary>Sets free what is set aside.</summary>
    public async Task<Payment> VoidAsync(string id, CancellationToken cancellationToken)
    {
        await WatchUnlessDoneAsync(id, cancellationToken);
        var payment = await ChangeAsync(
            id,
            known => PaymentStep.None((known ?? New(id)).After(PaymentEvent.Void, Now) ?? throw WrongState(known!)),
            cancellationToken);
        return payment.State == PaymentState.Voiding ? await AskToVoidAsync(payment, cancellationToken) : payment;
    }

    /// <summary>Gives back what was taken.</summary>
    /// <param name="id">The payment.</param>
    /// <param name="refundId">Names the refund.</param>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Payment> RefundAsync(string id, string refundId, Money? amount, CancellationToken cancellationToken)
    {
        await WatchUnlessDoneAsync(id, cancellationToken);
        var payment = await ChangeAsync(id, known => PaymentStep.None(BeginRefund(Known(known), refundId, amount)), cancellationToken);
        var refund = payment.Refunds.First(each => each.Id == refundId);
        if (refund.State == RefundState.Pending)
        {
            payment = await AskToRefundAsync(payment, refund, cancellationToken);
        }

        return payment.Refunds.First(each => each.Id == refundId).State == RefundState.Failed
            ? throw new FailedPreconditionException("REFUND_FAILED", "The payment provider refuses to give the money back.")
            : payment;
    }

    /// <summary>Asks the provider how a payment stands that waits for the buyer.</summary>
    public async Task<Payment> ConfirmAsync(string id, CancellationToken cancellationToken)
    {
        var payment = Known(await store.FindAsync(id, cancellationToken));
        return payment.State == PaymentState.RequiresAction
            ? await ObserveAsync(payment, await provider.GetAsync(payment.ProviderId, cancellationToken), cancellationToken)
            : payment;
    }

    /// <summary>Goes on with whatever the provider was asked for and has not answered.</summary>
    /// <returns>The payment; null for an unknown one.</returns>
    public async Task<Payment?> SettleAsync(string id, CancellationToken cancellationToken)
    {
        var payment = await store.FindAsync(id, cancellationToken);
        payment = payment?.State switch
        {
            PaymentState.Authorizing => await AskToAuthorizeAsync(payment, cancellationToken),
            PaymentState.Capturing => await AskToCaptureAsync(payment, cancellationToken),
            PaymentState.Voiding => await AskToVoidAsync(payment, cancellationToken),
            _ => payment,
        };
        foreach (var refund in payment?.Refunds.Where(each => each.State == RefundState.Pending) ?? [])
        {
            payment = await AskToRefundAsync(payment!, refund, cancellationToken);
        }

        return payment;
    }

    /// <summary>Hears what the provider tells in an event. Once for each event.</summary>
    public async Task HearAsync(string eventId, ProviderIntent intent, CancellationToken cancellationToken)
    {
        PaymentStep Observe(Payment payment) => payment.ProviderId.Length == 0 || payment.ProviderId == intent.Id ? payment.Observe(intent, Now) : PaymentStep.None(payment);
        if (await store.HandleOnceAsync(eventId, intent.PaymentId, Observe, cancellationToken) is { } known)
        {
            // Also for an event that came before: it comes again where this was broken off.
            await events.ChangedAsync(known, cancellationToken);
        }
    }

    private static Payment Known(Payment? payment) => payment ?? throw new NotFoundException("PAYMENT_NOT_FOUND", "There is no such payment.");

    private static FailedPreconditionException WrongState(Payment payment) =>
        new("PAYMENT_STATE", "The payment is in no state for this.") { Facts = { ["state"] = payment.State.ToString().ToUpperInvariant() } };

    private static InvalidArgumentException Reused(string field) => new(field, "is another one than with the same id before", "REQUEST_ID_REUSED");

    private Payment New(string id) => new() { Id = id, CreateTime = Now, UpdateTime = Now };

    private Payment Begin(Payment? known, Payment wanted) => known switch
    {
        null => (wanted with { CreateTime = Now }).After(PaymentEvent.Authorize, Now)!,
        { State: PaymentState.Voided or PaymentState.Voiding } => throw new FailedPreconditionException("PAYMENT_VOIDED", "The payment was voided before."),
        _ when (known.Order, known.Owner, known.Amount, known.Token) != (wanted.Order, wanted.Owner, wanted.Amount, wanted.Token) => throw Reused("payment_id"),
        _ => known.After(PaymentEvent.Authorize, Now) ?? throw WrongState(known),
    };

    private Payment BeginCapture(Payment known, Money? amount)
    {
        var wanted = amount ?? known.CaptureAmount ?? known.Amount;
        if (PaymentTable.Next(known.State, PaymentEvent.Capture) is null)
        {
            throw WrongState(known);
        }

        if (wanted!.Value.Currency != known.Currency() || wanted > known.Amount)
        {
            throw new InvalidArgumentException("amount", "must not be more than was set aside, and of its currency");
        }

        return (known.CaptureAmount ?? known.CapturedAmount ?? wanted) == wanted ? known.Capture(wanted.Value, Now)! : throw Reused("amount");
    }

    private Payment BeginRefund(Payment known, string refundId, Money? amount)
    {
        if (PaymentTable.Next(known.State, PaymentEvent.Refund) is null)
        {
            throw WrongState(known);
        }

        if (known.Refunds.FirstOrDefault(refund => refund.Id == refundId) is { } earlier)
        {
            return amount is null || earlier.Amount == amount ? known : throw Reused("amount");
        }

        var wanted = amount ?? known.Refundable();
        if (wanted.Currency != known.Currency())
        {
            throw new InvalidArgumentException("amount", "must be of the payment's currency");
        }

        return wanted.IsPositive && wanted <= known.Refundable()
            ? known.BeginRefund(refundId, wanted, Now)!
            : throw new FailedPreconditionException("REFUND_TOO_LARGE", "Less than that is left.") { Facts = { ["left"] = known.Refundable().ToString() } };
    }

    private async Task<Payment> AskToAuthorizeAsync(Payment payment, CancellationToken cancellationToken) =>
        await ObserveAsync(payment, await provider.AuthorizeAsync(payment.Id, payment.Amount!.Value, payment.Token, cancellationToken), cancellationToken);

    private async Task<Payment> AskToCaptureAsync(Payment payment, CancellationToken cancellationToken) => await ObserveAsync(
        payment, await provider.CaptureAsync(payment.ProviderId, payment.CaptureAmount!.Value, payment.Id + ":capture", cancellationToken), cancellationToken);

    private async Task<Payment> AskToVoidAsync(Payment payment, CancellationToken cancellationToken)
    {
        // What was authorized without an answer has no id yet: the same call again tells it.
        var intentId = payment.ProviderId.Length > 0 ? payment.ProviderId
            : (await provider.AuthorizeAsync(payment.Id, payment.Amount!.Value, payment.Token, cancellationToken)).Id;
        return await ObserveAsync(payment, await provider.CancelAsync(intentId, payment.Id + ":void", cancellationToken), cancellationToken);
    }

    private async Task<Payment> AskToRefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken) =>
        await provider.RefundAsync(payment.ProviderId, refund.Amount, $"{payment.Id}:refund:{refund.Id}", cancellationToken) is { } succeeded
            ? await ChangeAsync(payment.Id, known => known!.EndRefund(refund.Id, succeeded, Now), cancellationToken)
            : payment;

    private Task<Payment> ObserveAsync(Payment payment, ProviderIntent intent, CancellationToken cancellationToken) =>
        ChangeAsync(payment.Id, known => known!.Observe(intent, Now), cancellationToken);

    private async Task<Payment> ChangeAsync(string id, Func<Payment?, PaymentStep> change, CancellationToken cancellationToken)
    {
        var (payment, isChanged) = await store.UpdateAsync(id, change, cancellationToken);
        if (isChanged)
        {
            await events.ChangedAsync(payment, cancellationToken);
        }

        return payment;
    }

    // Before anything is written down, so that nothing that is written down is forgotten.
    private async Task WatchUnlessDoneAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is { Amount: not null, State: not (PaymentState.Voided or PaymentState.Declined or PaymentState.Refunded) })
        {
            await guards.WatchAsync(id, cancellationToken);
        }
    }
}
