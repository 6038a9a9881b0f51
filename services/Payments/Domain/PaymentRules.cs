using Platform.Monetary;
using Platform.Payments.Domain.Ledger;

namespace Platform.Payments.Domain;

/// <summary>What happens to payments, and what is booked with it. Every change goes through <see cref="PaymentTable"/>.</summary>
public static class PaymentRules
{
    /// <summary>A payment after an event that changes nothing but its state; null where that cannot happen.</summary>
    public static Payment? After(this Payment payment, PaymentEvent what, DateTimeOffset now) => PaymentTable.Next(payment.State, what) switch
    {
        null => null,
        { } next when next == payment.State => payment,
        { } next => Changed(payment with { State = next }, now),
    };

    /// <summary>A payment whose money is about to be taken.</summary>
    /// <returns>Null where that cannot happen.</returns>
    public static Payment? Capture(this Payment payment, Money amount, DateTimeOffset now) =>
        payment.State == PaymentState.Authorized
            ? payment.After(PaymentEvent.Capture, now)! with { CaptureAmount = amount }
            : payment.After(PaymentEvent.Capture, now);

    /// <summary>A payment some of which is about to be given back. As it is where the refund is known.</summary>
    /// <returns>Null where that cannot happen.</returns>
    public static Payment? BeginRefund(this Payment payment, string refundId, Money amount, DateTimeOffset now) =>
        PaymentTable.Next(payment.State, PaymentEvent.Refund) is null ? null
        : payment.Refunds.Any(refund => refund.Id == refundId) ? payment
        : Changed(payment with { Refunds = [.. payment.Refunds, new Refund(refundId, amount, RefundState.Pending, now)] }, now);

    /// <summary>A payment after the provider answered a refund. What is answered already stays so.</summary>
    public static PaymentStep EndRefund(this Payment payment, string refundId, bool succeeded, DateTimeOffset now)
    {
        var refund = payment.Refunds.FirstOrDefault(each => each.Id == refundId);
        if (refund is not { State: RefundState.Pending })
        {
            return PaymentStep.None(payment);
        }

        var ended = refund with { State = succeeded ? RefundState.Succeeded : RefundState.Failed };
        var after = Changed(payment with { Refunds = [.. payment.Refunds.Select(each => each.Id == refundId ? ended : each)] }, now);
        if (!succeeded)
        {
            return PaymentStep.None(after);
        }

        if (after.RefundedAmount() == after.CapturedAmount)
        {
            after = after.After(PaymentEvent.AllGivenBack, now)!;
        }

        return Book(after, "REFUNDED", Posting.GiveBack(refund.Amount), now);
    }

    /// <summary>A payment after the provider told how it stands. What comes late, or again, changes nothing.</summary>
    public static PaymentStep Observe(this Payment payment, ProviderIntent intent, DateTimeOffset now)
    {
        var known = payment.ProviderId.Length == 0 && payment.Amount is not null ? payment with { ProviderId = intent.Id } : payment;
        if (intent.Event() is not { } what || PaymentTable.Next(payment.State, what) is not { } next || next == payment.State)
        {
            return PaymentStep.None(ReferenceEquals(known, payment) ? payment : Changed(known, now));
        }

        var after = Changed(known with { State = next, NextActionUrl = next == PaymentState.RequiresAction ? intent.NextActionUrl : "" }, now);
        return next switch
        {
            PaymentState.Authorized => Book(after with { IsSetAside = true }, "AUTHORIZED", Posting.SetAside(after.Amount!.Value), now),
            PaymentState.Captured => Take(after, intent.Received ?? after.CaptureAmount ?? after.Amount!.Value, now),
            PaymentState.Voided when after.IsSetAside =>
                Book(after with { IsSetAside = false }, "VOIDED", Posting.SetFree(after.Amount!.Value), now),
            PaymentState.Declined => PaymentStep.None(after with { DeclineCode = intent.DeclineCode.Length > 0 ? intent.DeclineCode : "generic_decline" }),
            _ => PaymentStep.None(after),
        };
    }

    // What was set aside is set free, and what was taken is booked, in one entry.
    private static PaymentStep Take(Payment payment, Money received, DateTimeOffset now) => Book(
        payment with { IsSetAside = false, CapturedAmount = received },
        "CAPTURED",
        payment.IsSetAside ? Posting.SetFree(payment.Amount!.Value).Concat(Posting.Take(received)) : Posting.Take(received),
        now);

    private static PaymentStep Book(Payment payment, string what, IEnumerable<JournalLine> lines, DateTimeOffset now)
    {
        var number = payment.EntryCount + 1;
        var entry = new JournalEntry(FormattableString.Invariant($"{payment.Id}.{number}"), payment.Id, now, what, [.. lines]);
        return new PaymentStep(payment with { EntryCount = number }, [entry]);
    }

    private static Payment Changed(Payment payment, DateTimeOffset now) => payment with { Revision = payment.Revision + 1, UpdateTime = now };
}
