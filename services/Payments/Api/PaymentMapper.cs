using Google.Protobuf.WellKnownTypes;
using Platform.Monetary;
using Platform.Payments.Domain;
using Platform.Payments.Providers;
using Platform.Payments.Providers.Simulator;
using Platform.Payments.V1;

namespace Platform.Payments.Api;

/// <summary>Turns what the domain has into what callers get.</summary>
internal static class PaymentMapper
{
    public static V1.Payment ToProto(Domain.Payment payment) => new()
    {
        Name = PaymentNames.Of(payment.Id),
        PaymentId = payment.Id,
        Order = payment.Order,
        Owner = payment.Owner,
        Amount = payment.Amount?.ToProto(),
        CapturedAmount = payment.CapturedAmount?.ToProto(),
        RefundedAmount = payment.CapturedAmount is null ? null : payment.RefundedAmount().ToProto(),
        State = ToProto(payment.State),
        DeclineCode = payment.DeclineCode,
        NextActionUrl = payment.NextActionUrl,
        ProviderId = payment.ProviderId,
        Refunds =
        {
            payment.Refunds.Select(refund => new V1.Refund
            {
                RefundId = refund.Id,
                Amount = refund.Amount.ToProto(),
                State = (V1.Refund.Types.State)refund.State,
                CreateTime = refund.CreateTime.ToTimestamp(),
            }),
        },
        CreateTime = payment.CreateTime.ToTimestamp(),
        UpdateTime = payment.UpdateTime.ToTimestamp(),
    };

    // The numbers are the same.
    public static V1.Payment.Types.State ToProto(PaymentState state) => (V1.Payment.Types.State)state;

    public static V1.JournalEntry ToProto(Domain.Ledger.JournalEntry entry) => new()
    {
        EntryId = entry.Id,
        Payment = PaymentNames.Of(entry.PaymentId),
        CreateTime = entry.Time.ToTimestamp(),
        Event = entry.What,
        Lines = { entry.Lines.Select(line => new V1.JournalLine { Account = line.Account, Amount = line.Amount.ToProto() }) },
    };

    public static LedgerAccount ToAccount(string key, long minorUnits)
    {
        var (account, currency) = (key[..^4], key[^3..]);
        return new LedgerAccount { Name = "ledger/accounts/" + key, Account = account, Balance = Money.FromMinorUnits(currency, minorUnits).ToProto() };
    }

    public static ProviderRecord ToProto(SimulatedIntent intent)
    {
        Google.Type.Money Amount(long minorUnits) => Money.FromMinorUnits(intent.Currency, minorUnits).ToProto();
        return new ProviderRecord
        {
            ProviderId = SimulatedBank.IntentId(intent.PaymentId),
            Status = StripeJson.NameOf(intent.Status),
            AuthorizedAmount = Amount(intent.Status == IntentStatus.RequiresCapture ? intent.Amount : 0),
            CapturedAmount = Amount(intent.Captured),
            RefundedAmount = Amount(intent.Refunded),
            Log =
            {
                intent.Log.Select(line => new ProviderLogEntry
                {
                    CreateTime = line.Time.ToTimestamp(),
                    Operation = line.Operation,
                    Key = line.Key,
                    Amount = line.MinorUnits is { } amount ? Amount(amount) : null,
                    Result = line.Result,
                }),
            },
        };
    }
}
