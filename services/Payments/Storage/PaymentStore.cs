using Dapr.Client;
using Platform.Payments.Domain;
using Platform.Payments.Domain.Ledger;
using Platform.State;
using Platform.State.Idempotency;
using Platform.State.Logs;

namespace Platform.Payments.Storage;

/// <summary>
/// Payments and the ledger, in the component <c>ledger</c>: a change of a payment, what it books, the balances, and the event that it came with commit together or
/// not at all. Journal and balances are cut into shards, so that payments seldom wait for each other.
/// </summary>
internal sealed class PaymentStore(DaprClient dapr, TimeProvider clock) : IDisposable
{
    /// <summary>How many numbers the position of a page has.</summary>
    public const int Shards = 16;

    private const string Store = "ledger";
    private const string All = "all";

    private readonly DocumentStore<Payment> _payments = new(dapr, Store, "payment");
    private readonly DocumentStore<Balances> _balances = new(dapr, Store, "ledger-balances");
    private readonly ShardedLog<JournalEntry> _journal = new(dapr, Store, "journal", Shards, static entry => entry.Time);
    private readonly ShardedLog<PaymentRef> _index = new(dapr, Store, "payments", Shards, static payment => payment.Time);
    private readonly Inbox _webhooks = new(dapr, Store, "webhook", TimeSpan.FromDays(35));
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Shards).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Reads a payment; null for an unknown one.</summary>
    public async Task<Payment?> FindAsync(string id, CancellationToken cancellationToken) => (await _payments.GetAsync(id, cancellationToken)).Value;

    /// <summary>Changes a payment.</summary>
    /// <param name="id">The payment.</param>
    /// <param name="change">Says what becomes of it, or fails; of null where there is none. May run several times.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The payment, and whether it changed.</returns>
    public async Task<(Payment Payment, bool IsChanged)> UpdateAsync(string id, Func<Payment?, PaymentStep> change, CancellationToken cancellationToken)
    {
        // Payments of a shard that change at once would only make each other try again.
        var gate = _gates[KeyHash.Shard(id, Shards)];
        await gate.WaitAsync(cancellationToken);
        try
        {
            var update = await Optimistic.RetryAsync(
                async token =>
                {
                    var planned = await PlanAsync(id, change, token);
                    return planned.Writes.Count == 0 || await dapr.TryCommitAsync(Store, planned.Writes, token) ? planned : null;
                },
                cancellationToken);
            PaymentMetrics.CountChange(update.Before?.State, update.After.State);
            return (update.After, update.Writes.Count > 0);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Changes a payment because of an event of the provider, once for each event.</summary>
    /// <returns>The payment; null where there is none.</returns>
    public async Task<Payment?> HandleOnceAsync(string eventId, string id, Func<Payment, PaymentStep> change, CancellationToken cancellationToken)
    {
        Plan? planned = null;
        var isNew = await _webhooks.HandleOnceAsync(
            eventId,
            async token =>
            {
                if (await FindAsync(id, token) is null)
                {
                    return [];
                }

                planned = await PlanAsync(id, payment => change(payment!), token);
                return planned.Writes;
            },
            cancellationToken);
        if (!isNew)
        {
            return await FindAsync(id, cancellationToken);
        }

        if (planned is not null)
        {
            PaymentMetrics.CountChange(planned.Before?.State, planned.After.State);
        }

        return planned?.After;
    }

    /// <summary>Payments, newest first.</summary>
    public async Task<(IReadOnlyList<Payment> Payments, IReadOnlyList<long>? Next)> ListAsync(IReadOnlyList<long>? before, int count, CancellationToken cancellationToken)
    {
        var page = await _index.ReadNewestAsync(All, before, count, cancellationToken);
        var payments = await _payments.GetManyAsync([.. page.Items.Select(item => item.Id)], cancellationToken);
        return ([.. payments.Select(payment => payment.Value).OfType<Payment>()], page.Next);
    }

    /// <summary>Journal entries, newest first.</summary>
    public Task<LogPage<JournalEntry>> ListEntriesAsync(IReadOnlyList<long>? before, int count, CancellationToken cancellationToken) =>
        _journal.ReadNewestAsync(All, before, count, cancellationToken);

    /// <summary>Balances in minor units, by <see cref="LedgerAudit.KeyOf"/>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> BalancesAsync(CancellationToken cancellationToken)
    {
        var shards = await _balances.GetManyAsync([.. Enumerable.Range(0, Shards).Select(ShardId)], cancellationToken);
        return shards
            .SelectMany(shard => shard.Value?.MinorUnits ?? new Dictionary<string, long>())
            .GroupBy(balance => balance.Key, balance => balance.Value)
            .ToDictionary(balance => balance.Key, balance => balance.Sum());
    }

    public void Dispose() => Array.ForEach(_gates, gate => gate.Dispose());

    private static string ShardId(int shard) => shard.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Plan> PlanAsync(string id, Func<Payment?, PaymentStep> change, CancellationToken cancellationToken)
    {
        var document = await _payments.GetAsync(id, cancellationToken);
        var (payment, entries) = change(document.Value);
        if (ReferenceEquals(payment, document.Value))
        {
            return new Plan(payment, payment, []);
        }

        var shard = KeyHash.Shard(id, Shards);
        List<StateTransactionRequest> writes = [_payments.Put(document, payment)];
        if (document.Value is null)
        {
            writes.AddRange(_index.Append(await _index.GetHeadAsync(All, shard, cancellationToken), new PaymentRef(id, clock.GetUtcNow())));
        }

        if (entries.Count > 0)
        {
            writes.AddRange(await BookAsync(shard, entries.Single(), cancellationToken));
        }

        return new Plan(document.Value, payment, writes);
    }

    private async Task<IEnumerable<StateTransactionRequest>> BookAsync(int shard, JournalEntry entry, CancellationToken cancellationToken)
    {
        var head = await _journal.GetHeadAsync(All, shard, cancellationToken);
        var balances = await _balances.GetAsync(ShardId(shard), cancellationToken);
        return [.. _journal.Append(head, entry), _balances.Put(balances, (balances.Value ?? Balances.None).Add(entry))];
    }

    /// <summary>A change of a payment, and what is written for it.</summary>
    private sealed record Plan(Payment? Before, Payment After, IReadOnlyList<StateTransactionRequest> Writes);

    /// <summary>A payment in the list of all.</summary>
    internal sealed record PaymentRef(string Id, DateTimeOffset Time);

    /// <summary>The balances of a shard, in minor units.</summary>
    internal sealed record Balances(IReadOnlyDictionary<string, long> MinorUnits)
    {
        public static Balances None { get; } = new(new Dictionary<string, long>());

        public Balances Add(JournalEntry entry)
        {
            var sums = new Dictionary<string, long>(MinorUnits);
            foreach (var line in entry.Lines)
            {
                var key = LedgerAudit.KeyOf(line.Account, line.Amount.Currency);
                sums[key] = checked(sums.GetValueOrDefault(key) + line.Amount.ToMinorUnits());
            }

            return new Balances(sums);
        }
    }
}
