using System.Globalization;
using Platform.Monetary;
using Platform.Payments.Domain.Ledger;

namespace Platform.Payments.Domain;

/// <summary>Adds up the journal and compares it with balances and payments.</summary>
public sealed class LedgerAudit
{
    private const int MaxDifferences = 1000;
    private readonly Dictionary<string, Money> _sums = [];
    private readonly Dictionary<string, Dictionary<string, Money>> _byPayment = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly HashSet<string> _ids = [];
    private readonly List<string> _differences = [];

    /// <summary>How many entries there were.</summary>
    public long EntryCount => _ids.Count;

    /// <summary>What differs, for people.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>The name of an account in a currency.</summary>
    public static string KeyOf(string account, string currency) => $"{account}-{currency}";

    /// <summary>Adds an entry, in any order.</summary>
    public void Add(JournalEntry entry)
    {
        Require(_ids.Add(entry.Id), $"entry {entry.Id} is there twice");
        _counts[entry.PaymentId] = _counts.GetValueOrDefault(entry.PaymentId) + 1;
        foreach (var line in entry.Lines)
        {
            var key = KeyOf(line.Account, line.Amount.Currency);
            Sum(_sums, key, line.Amount);
            if (!_byPayment.TryGetValue(entry.PaymentId, out var ofPayment))
            {
                _byPayment[entry.PaymentId] = ofPayment = [];
            }

            Sum(ofPayment, line.Account, line.Amount);
        }
    }

    /// <summary>Compares the sums with the balances that are kept, in minor units by <see cref="KeyOf"/>.</summary>
    public void CompareBalances(IReadOnlyDictionary<string, long> balances)
    {
        foreach (var key in _sums.Keys.Union(balances.Keys).Order(StringComparer.Ordinal))
        {
            var (sum, kept) = (_sums.TryGetValue(key, out var money) ? money.ToMinorUnits() : 0, balances.GetValueOrDefault(key));
            Require(sum == kept, string.Create(CultureInfo.InvariantCulture, $"account {key} has {kept}, its entries add up to {sum} minor units"));
        }
    }

    /// <summary>Compares a payment with its entries.</summary>
    public void Compare(Payment payment)
    {
        Require(_counts.GetValueOrDefault(payment.Id) == payment.EntryCount, $"payment {payment.Id} has other entries than it booked");
        if (payment.Amount is not { } amount)
        {
            return;
        }

        var zero = Money.Zero(payment.Currency());
        var sums = _byPayment.GetValueOrDefault(payment.Id) ?? [];
        Compare(payment, sums.GetValueOrDefault(Accounts.Authorized, zero), payment.IsSetAside ? amount : zero, "set aside");
        Compare(payment, sums.GetValueOrDefault(Accounts.ProviderReceivable, zero), (payment.CapturedAmount ?? zero) - payment.RefundedAmount(), "taken less given back");
        Require(payment.State is not (PaymentState.Authorized or PaymentState.Capturing) || payment.IsSetAside, $"payment {payment.Id} has nothing set aside");
        Require(payment.State is not (PaymentState.Captured or PaymentState.Refunded) || !payment.IsSetAside, $"payment {payment.Id} is taken and set aside");
    }

    /// <summary>Compares a payment that is not open with what the provider has.</summary>
    public void Compare(Payment payment, ProviderIntent intent) => Require(
        intent.Event() is not { } what || PaymentTable.Next(payment.State, what) == payment.State || IsOver(payment, intent.Status),
        $"payment {payment.Id} is {payment.State}, the provider has it as {intent.Status}");

    /// <summary>Notes a difference.</summary>
    public void Note(string difference) => Require(isRight: false, difference);

    private static bool IsOver(Payment payment, IntentStatus status) =>
        payment.State == PaymentState.Voided && status is IntentStatus.RequiresPaymentMethod or IntentStatus.Canceled
        || payment.State == PaymentState.Declined && status == IntentStatus.Canceled;

    private static void Sum(Dictionary<string, Money> sums, string key, Money amount) =>
        sums[key] = sums.TryGetValue(key, out var sum) ? sum + amount : amount;

    private void Compare(Payment payment, Money booked, Money expected, string what) =>
        Require(booked == expected, $"payment {payment.Id} has {expected} {what}, its entries say {booked}");

    private void Require(bool isRight, string difference)
    {
        if (!isRight && _differences.Count < MaxDifferences)
        {
            _differences.Add(difference);
        }
    }
}
