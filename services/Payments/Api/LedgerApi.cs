using Grpc.Core;
using Platform.Hosting;
using Platform.Payments.Application;
using Platform.Payments.Storage;
using Platform.Payments.V1;

namespace Platform.Payments.Api;

/// <summary>The API of the books.</summary>
internal sealed class LedgerApi(PaymentStore store, Reconciliation reconciliation) : LedgerService.LedgerServiceBase
{
    public override async Task<ListAccountsResponse> ListAccounts(ListAccountsRequest request, ServerCallContext context)
    {
        var balances = await store.BalancesAsync(context.CancellationToken);
        return new ListAccountsResponse
        {
            Accounts = { balances.OrderBy(balance => balance.Key, StringComparer.Ordinal).Select(balance => PaymentMapper.ToAccount(balance.Key, balance.Value)) },
        };
    }

    public override async Task<ListJournalEntriesResponse> ListJournalEntries(ListJournalEntriesRequest request, ServerCallContext context)
    {
        var before = PageToken.Decode(request.PageToken, "entries", PaymentStore.Shards);
        var page = await store.ListEntriesAsync(before, Pages.Size(request.PageSize), context.CancellationToken);
        return new ListJournalEntriesResponse
        {
            Entries = { page.Items.Select(PaymentMapper.ToProto) },
            NextPageToken = page.Next is null ? "" : PageToken.Encode(page.Next, "entries"),
        };
    }

    public override async Task<ReconcileLedgerResponse> ReconcileLedger(ReconcileLedgerRequest request, ServerCallContext context)
    {
        var result = await reconciliation.RunAsync(request.Settle, context.CancellationToken);
        return new ReconcileLedgerResponse
        {
            Consistent = result.Differences.Count == 0,
            PaymentCount = result.Payments,
            EntryCount = result.Entries,
            OpenCount = result.Open,
            SettledCount = result.Settled,
            Differences = { result.Differences },
        };
    }
}
