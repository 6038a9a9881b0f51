using Platform.Hosting.Failures;
using Platform.Payments.Domain;
using Platform.Payments.Providers;
using Platform.Payments.Storage;

namespace Platform.Payments.Application;

/// <summary>What reconciling found.</summary>
internal sealed record ReconciliationResult(long Payments, long Entries, long Open, long Settled, IReadOnlyList<string> Differences);

/// <summary>Compares payments, journal, balances and provider.</summary>
internal sealed class Reconciliation(PaymentStore store, PaymentFlow flow, IPaymentProvider provider)
{
    private const int PageSize = 200;

    /// <summary>Reads everything and compares it.</summary>
    /// <param name="settles">Whether to go on with what the provider has not answered.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ReconciliationResult> RunAsync(bool settles, CancellationToken cancellationToken)
    {
        var settled = settles ? await SettleAllAsync(cancellationToken) : 0;
        var audit = new LedgerAudit();
        var balances = await store.BalancesAsync(cancellationToken);
        for (IReadOnlyList<long>? before = null; ;)
        {
            var page = await store.ListEntriesAsync(before, PageSize, cancellationToken);
            foreach (var entry in page.Items)
            {
                audit.Add(entry);
            }

            before = page.Next;
            if (before is null)
            {
                break;
            }
        }

        audit.CompareBalances(balances);
        var (count, open) = (0L, 0L);
        await foreach (var payment in AllAsync(cancellationToken))
        {
            count++;
            open += payment.IsOpen() ? 1 : 0;
            audit.Compare(payment);
            await CompareWithProviderAsync(audit, payment, cancellationToken);
        }

        return new ReconciliationResult(count, audit.EntryCount, open, settled, audit.Differences);
    }

    private async Task<long> SettleAllAsync(CancellationToken cancellationToken)
    {
        var settled = 0L;
        await foreach (var payment in AllAsync(cancellationToken))
        {
            if (!payment.IsOpen())
            {
                continue;
            }

            try
            {
                settled += (await flow.SettleAsync(payment.Id, cancellationToken))?.IsOpen() == false ? 1 : 0;
            }
            catch (UnavailableException)
            {
                // It stays open, and is counted as that.
            }
        }

        return settled;
    }

    private async Task CompareWithProviderAsync(LedgerAudit audit, Payment payment, CancellationToken cancellationToken)
    {
        if (payment.IsOpen() || payment.ProviderId.Length == 0)
        {
            return;
        }

        try
        {
            audit.Compare(payment, await provider.GetAsync(payment.ProviderId, cancellationToken));
        }
        catch (UnavailableException)
        {
            audit.Note($"payment {payment.Id} cannot be read at the provider");
        }
    }

    private async IAsyncEnumerable<Payment> AllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<long>? before = null;
        do
        {
            (var page, before) = await store.ListAsync(before, PageSize, cancellationToken);
            foreach (var payment in page)
            {
                yield return payment;
            }
        }
        while (before is not null);
    }
}
