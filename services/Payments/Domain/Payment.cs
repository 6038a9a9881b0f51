using Platform.Monetary;
using Platform.Payments.Domain.Ledger;

namespace Platform.Payments.Domain;

/// <summary>Where a refund stands.</summary>
public enum RefundState
{
    /// <summary>The provider was asked.</summary>
    Pending = 1,

    /// <summary>The money was given back.</summary>
    Succeeded = 2,

    /// <summary>The provider refused.</summary>
    Failed = 3,
}

/// <summary>Money given back.</summary>
public sealed record Refund(string Id, Money Amount, RefundState State, DateTimeOffset CreateTime);

/// <summary>A payment.</summary>
public sealed record Payment
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>What is paid for.</summary>
    public string Order { get; init; } = "";

    /// <summary>Who pays.</summary>
    public string Owner { get; init; } = "";

    /// <summary>What is to be set aside; null for a payment that was voided before it came.</summary>
    public Money? Amount { get; init; }

    /// <summary>The provider's token for the card.</summary>
    public string Token { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public PaymentState State { get; init; }

    /// <summary>The provider's id of it; empty until it answered.</summary>
    public string ProviderId { get; init; } = "";

    /// <summary>Why it was declined.</summary>
    public string DeclineCode { get; init; } = "";

    /// <summary>Where the buyer has to go.</summary>
    public string NextActionUrl { get; init; } = "";

    /// <summary>What is to be taken; null before somebody asks for it.</summary>
    public Money? CaptureAmount { get; init; }

    /// <summary>What was taken.</summary>
    public Money? CapturedAmount { get; init; }

    /// <summary>What was or is being given back, oldest first.</summary>
    public IReadOnlyList<Refund> Refunds { get; init; } = [];

    /// <summary>Whether the journal has it as set aside.</summary>
    public bool IsSetAside { get; init; }

    /// <summary>How many journal entries it has.</summary>
    public int EntryCount { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Revision { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>Whether the provider was asked for something and has not answered yet.</summary>
    public bool IsOpen() => State is PaymentState.Authorizing or PaymentState.Capturing or PaymentState.Voiding || Refunds.Any(refund => refund.State == RefundState.Pending);

    /// <summary>What was given back.</summary>
    public Money RefundedAmount() => SumOf(RefundState.Succeeded);

    /// <summary>What can still be given back: taken, and neither given back nor about to be.</summary>
    public Money Refundable() => (CapturedAmount ?? Money.Zero(Currency())) - SumOf(RefundState.Succeeded) - SumOf(RefundState.Pending);

    /// <summary>Its currency.</summary>
    public string Currency() => Amount?.Currency ?? throw new InvalidOperationException("A payment that was voided before it came has no currency.");

    private Money SumOf(RefundState state) => Money.Sum(Currency(), Refunds.Where(refund => refund.State == state).Select(refund => refund.Amount));
}

/// <summary>A change of a payment.</summary>
/// <param name="Payment">The payment after it.</param>
/// <param name="Entries">What is booked with it.</param>
public sealed record PaymentStep(Payment Payment, IReadOnlyList<JournalEntry> Entries)
{
    /// <summary>No change.</summary>
    public static PaymentStep None(Payment payment) => new(payment, []);
}
