using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.Shortener.Domain;
using Platform.State;
using Platform.State.Idempotency;

namespace Platform.Shortener.Storage;

/// <summary>
/// Sums of clicks. Batches come at least once and count exactly once: a record of the batch commits with the sums. A large batch is counted in
/// several transactions, cut by code in a fixed order, so that each part of it has a record of its own. Sums are purged with their link.
/// </summary>
internal sealed class StatisticsStore(DaprClient dapr, IOptions<ShortenerOptions> options, TimeProvider clock) : IDisposable
{
    public const string Kind = "link-stats";

    // 64 sums of about 6 KB are far below the message limit, and 65 writes below the 100 of the smallest transactions (DynamoDB).
    private const int CodesPerCommit = 64;

    private readonly DocumentStore<LinkStatistics> _statistics = new(dapr, Stores.State, Kind);
    private readonly DocumentStore<ShortLink> _links = new(dapr, Stores.State, LinkStore.Kind);
    private readonly Inbox _batches = new(dapr, Stores.State, "click-batch");
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The sums of a link; zeros where nobody clicked.</summary>
    public async Task<LinkStatistics> GetAsync(string code, CancellationToken cancellationToken) =>
        (await _statistics.GetAsync(code, cancellationToken)).Value ?? new LinkStatistics();

    /// <summary>Counts a batch, unless it was counted already. Clicks on links that are gone count nowhere.</summary>
    public async Task AddAsync(string batchId, ILookup<string, DayOfClicks> clicks, CancellationToken cancellationToken)
    {
        // Batches share popular links: one after the other they need no second try.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var (part, codes) in clicks.Select(each => each.Key).Order(StringComparer.Ordinal).Chunk(CodesPerCommit).Index())
            {
                await _batches.HandleOnceAsync($"{batchId}/{part}", token => CountAsync(codes, clicks, token), cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<IReadOnlyList<StateTransactionRequest>> CountAsync(string[] codes, ILookup<string, DayOfClicks> clicks, CancellationToken cancellationToken)
    {
        var writes = new List<StateTransactionRequest>();
        // The links after the sums: a link that is deleted in between has changed its sums, and this is done again.
        var statistics = await _statistics.GetManyAsync(codes, cancellationToken);
        foreach (var (link, document) in (await _links.GetManyAsync(codes, cancellationToken)).Zip(statistics))
        {
            if (link.Value is not null)
            {
                writes.Add(_statistics.Put(document, Sum(document.Value, clicks[link.Id]), link.Value.TimeToLive(options.Value.Retention, clock.GetUtcNow())));
            }
        }

        return writes;
    }

    private static LinkStatistics Sum(LinkStatistics? before, IEnumerable<DayOfClicks> clicks)
    {
        var sums = before ?? new LinkStatistics();
        foreach (var day in clicks)
        {
            sums.Add(day);
        }

        return sums;
    }
}
