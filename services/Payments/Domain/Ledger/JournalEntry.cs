using Platform.Monetary;

namespace Platform.Payments.Domain.Ledger;

/// <summary>The accounts.</summary>
public static class Accounts
{
    /// <summary>What the provider owes us: taken less given back.</summary>
    public const string ProviderReceivable = "provider-receivable";

    /// <summary>What buyers paid; the contra of <see cref="ProviderReceivable"/>.</summary>
    public const string Sales = "sales";

    /// <summary>What is set aside.</summary>
    public const string Authorized = "authorized";

    /// <summary>The contra of <see cref="Authorized"/>.</summary>
    public const string AuthorizedContra = "authorized-contra";
}

/// <summary>A line of an entry.</summary>
/// <param name="Account">The account.</param>
/// <param name="Amount">Positive for a debit, negative for a credit.</param>
public sealed record JournalLine(string Account, Money Amount);

/// <summary>What is booked at once: lines that add up to zero, in each currency.</summary>
public sealed record JournalEntry
{
    /// <summary>Creates an entry.</summary>
    /// <exception cref="ArgumentException">Its lines do not add up to zero, or there are none.</exception>
    public JournalEntry(string id, string paymentId, DateTimeOffset time, string what, IReadOnlyList<JournalLine> lines)
    {
        if (lines.Count == 0 || lines.GroupBy(line => line.Amount.Currency).Any(group => !Money.Sum(group.Key, group.Select(line => line.Amount)).IsZero))
        {
            throw new ArgumentException("debits and credits differ", nameof(lines));
        }

        (Id, PaymentId, Time, What, Lines) = (id, paymentId, time, what, lines);
    }

    /// <summary>The payment and the number of the entry in it.</summary>
    public string Id { get; }

    /// <summary>The payment.</summary>
    public string PaymentId { get; }

    /// <summary>When it was booked.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>What happened.</summary>
    public string What { get; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<JournalLine> Lines { get; }
}
