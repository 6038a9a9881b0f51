using Dapr.Client;
using Platform.Monetary;
using Platform.Rides.Domain.Earnings;
using Platform.State;
using Platform.State.Logs;

namespace Platform.Rides.Storage;

/// <summary>The journal of what drivers earned, the list and the balance of each driver. Gives its writes, for a transaction with the ride that they come of.</summary>
internal sealed class EarningStore(DaprClient dapr)
{
    private const string All = "all";
    private const int Shards = 16;

    private readonly ShardedLog<EarningEntry> _journal = new(dapr, RideStore.Ledger, "ride-journal", Shards, static entry => entry.Time);
    private readonly PagedLog<EarningEntry> _lists = new(dapr, RideStore.Ledger, "earnings");
    private readonly DocumentStore<DriverBalance> _balances = new(dapr, RideStore.Ledger, "earnings-balance");

    /// <summary>The writes that book an entry.</summary>
    public async Task<IReadOnlyList<StateTransactionRequest>> BookAsync(EarningEntry entry, CancellationToken cancellationToken)
    {
        var journal = _journal.GetHeadAsync(All, KeyHash.Shard(entry.RideId, Shards), cancellationToken);
        var list = _lists.GetHeadAsync(KeyHash.Of(entry.Driver), cancellationToken);
        var balance = _balances.GetAsync(KeyHash.Of(entry.Driver), cancellationToken);
        await Task.WhenAll(journal, list, balance);
        var old = (await balance).Value ?? DriverBalance.None;
        return [.. _journal.Append(await journal, entry), .. _lists.Append(await list, entry), _balances.Put(await balance, old.With(entry.Net))];
    }

    /// <summary>Entries of a driver, newest first.</summary>
    public async Task<(IReadOnlyList<EarningEntry> Entries, long? Next)> ListAsync(string driver, long? before, int count, CancellationToken cancellationToken)
    {
        var page = await _lists.ReadNewestAsync(KeyHash.Of(driver), before, count, cancellationToken);
        return ([.. page.Select(item => item.Item)], page.Count == count && page[^1].Position > 0 ? page[^1].Position : null);
    }

    /// <summary>What a driver is owed.</summary>
    public async Task<IReadOnlyList<Money>> BalancesAsync(string driver, CancellationToken cancellationToken) =>
        ((await _balances.GetAsync(KeyHash.Of(driver), cancellationToken)).Value ?? DriverBalance.None).Amounts;

    /// <summary>All entries, newest first.</summary>
    public async Task<IReadOnlyList<EarningEntry>> AllAsync(CancellationToken cancellationToken)
    {
        const int PageSize = 500;
        var entries = new List<EarningEntry>();
        IReadOnlyList<long>? before = null;
        do
        {
            var page = await _journal.ReadNewestAsync(All, before, PageSize, cancellationToken);
            entries.AddRange(page.Items);
            before = page.Next;
        }
        while (before is not null);
        return entries;
    }

    /// <summary>What a driver is owed, one amount for each currency.</summary>
    internal sealed record DriverBalance(IReadOnlyList<Money> Amounts)
    {
        public static DriverBalance None { get; } = new([]);

        public DriverBalance With(Money amount) => new(
            [.. Amounts.Append(amount).GroupBy(each => each.Currency).Select(group => Money.Sum(group.Key, group))]);
    }
}
