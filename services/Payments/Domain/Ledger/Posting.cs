using Platform.Monetary;

namespace Platform.Payments.Domain.Ledger;

/// <summary>What is booked when.</summary>
public static class Posting
{
    /// <summary>Money is set aside.</summary>
    public static IEnumerable<JournalLine> SetAside(Money amount) => Pair(Accounts.Authorized, Accounts.AuthorizedContra, amount);

    /// <summary>It is no longer set aside.</summary>
    public static IEnumerable<JournalLine> SetFree(Money amount) => Pair(Accounts.AuthorizedContra, Accounts.Authorized, amount);

    /// <summary>Money is taken.</summary>
    public static IEnumerable<JournalLine> Take(Money amount) => Pair(Accounts.ProviderReceivable, Accounts.Sales, amount);

    /// <summary>Money is given back.</summary>
    public static IEnumerable<JournalLine> GiveBack(Money amount) => Pair(Accounts.Sales, Accounts.ProviderReceivable, amount);

    private static IEnumerable<JournalLine> Pair(string debit, string credit, Money amount) => [new JournalLine(debit, amount), new JournalLine(credit, -amount)];
}
