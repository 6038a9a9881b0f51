using FsCheck;
using FsCheck.Fluent;
using Platform.Monetary;
using Platform.Payments.Domain;
using Platform.Payments.Domain.Ledger;

namespace Platform.Payments.Tests.Domain;

/// <summary>Whatever is asked for and told, in whatever order and however often: the books balance and say what the payment says.</summary>
public sealed class LedgerPropertyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Money Amount = new("USD", 100);

    [Fact]
    public void Events_InAnyOrder_KeepTheBooksRight() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 11)).ToArbitrary(), steps =>
        {
            var payment = new Payment { Id = "p", Amount = Amount, Order = "o" };
            var entries = new List<JournalEntry>();
            foreach (var step in steps)
            {
                var next = Step(payment, step);
                payment = next.Payment;
                entries.AddRange(next.Entries);
                var audit = new LedgerAudit();
                entries.ForEach(audit.Add);
                audit.Compare(payment);
                audit.Differences.ShouldBeEmpty();
                entries.SelectMany(entry => entry.Lines).Sum(line => line.Amount.Amount).ShouldBe(0);
                payment.RefundedAmount().ShouldBeLessThanOrEqualTo(payment.CapturedAmount ?? Money.Zero("USD"));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60));

    [Fact]
    public void Entry_OutOfBalance_CannotBe() =>
        Should.Throw<ArgumentException>(() => new JournalEntry("1", "p", Now, "X", [new JournalLine("a", Amount), new JournalLine("b", new Money("USD", -99))]));

    [Fact]
    public void Audit_BalanceThatDiffers_IsTold()
    {
        var audit = new LedgerAudit();
        audit.Add(new JournalEntry("1", "p", Now, "X", [.. Posting.Take(Amount)]));

        audit.CompareBalances(new Dictionary<string, long> { ["provider-receivable-USD"] = 10_000, ["sales-USD"] = -9_999 });

        audit.Differences.ShouldHaveSingleItem().ShouldContain("sales-USD");
    }

    private static PaymentStep Step(Payment payment, int step) => step switch
    {
        0 => PaymentStep.None(payment.After(PaymentEvent.Authorize, Now) ?? payment),
        1 => PaymentStep.None(payment.Capture(new Money("USD", 80), Now) ?? payment),
        2 => PaymentStep.None(payment.After(PaymentEvent.Void, Now) ?? payment),
        3 or 4 => PaymentStep.None(
            payment.CapturedAmount is not null && payment.Refundable() >= new Money("USD", 40)
                ? payment.BeginRefund($"r{step}", new Money("USD", 40), Now) ?? payment
                : payment),
        5 => payment.EndRefund("r3", succeeded: true, Now),
        6 => payment.EndRefund("r4", succeeded: payment.Revision % 3 > 0, Now),
        _ => payment.Observe(Intent((IntentStatus)(step - 6)), Now),
    };

    private static ProviderIntent Intent(IntentStatus status) =>
        new() { Id = "pi", PaymentId = "p", Status = status, Received = status == IntentStatus.Succeeded ? new Money("USD", 80) : null };
}
