using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Shortener.Domain;
using Platform.State;
using Platform.State.Idempotency;
using Platform.State.Logs;

namespace Platform.Shortener.Storage;

/// <summary>
/// Links, with their owners' lists and the reverse lookup. All that belongs together commits together. Links that are deleted or expired carry a
/// time to live, so the store purges them; entries of lists that lead to purged links are passed over.
/// </summary>
internal sealed class LinkStore(DaprClient dapr, IOptions<ShortenerOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>The kind of the documents.</summary>
    public const string Kind = "link";

    /// <summary>How many numbers the position of a page has.</summary>
    public const int ListShards = 16;

    private const int Gates = 256;

    private readonly DocumentStore<ShortLink> _links = new(dapr, Stores.State, Kind);
    private readonly RequestLog<ShortLink> _requests = new(dapr, Stores.State, "create-request");
    private readonly DocumentStore<LinkStatistics> _statistics = new(dapr, Stores.State, StatisticsStore.Kind);
    private readonly ShardedLog<LinkEntry> _lists = new(dapr, Stores.State, "link-list", ListShards, entry => entry.Time);

    // Creates that append to one shard stand in a line here: they need not try again and again.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];
    private int _turn;

    /// <summary>A link in any state; null where there is none.</summary>
    public async Task<ShortLink?> FindAsync(string code, CancellationToken cancellationToken) =>
        (await _links.GetAsync(code, cancellationToken)).Value;

    /// <summary>A link in any state.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<ShortLink> GetAsync(string code, CancellationToken cancellationToken) =>
        await FindAsync(code, cancellationToken) ?? throw Unknown(code);

    /// <summary>The link that a request made earlier, as it was then; null for a new request.</summary>
    /// <exception cref="InvalidArgumentException">The request id was used for another request.</exception>
    public Task<ShortLink?> FindCreatedAsync(RequestKey? request, CancellationToken cancellationToken) =>
        _requests.FindAsync(request, cancellationToken);

    /// <summary>Stores a new link, or finds the one that the same request made. Null when its code is taken.</summary>
    /// <exception cref="InvalidArgumentException">The request id was used for another request.</exception>
    public async Task<ShortLink?> TryCreateAsync(ShortLink link, RequestKey? request, CancellationToken cancellationToken)
    {
        var shard = (int)((uint)Interlocked.Increment(ref _turn) % ListShards);
        var gate = _gates[((uint)string.GetHashCode(link.Owner, StringComparison.Ordinal) + (uint)shard) % Gates];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await _requests.ExecuteAsync(request, token => PlanCreateAsync(link, shard, token), cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Changes a link.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<ShortLink> UpdateAsync(string code, Func<ShortLink, ShortLink> change, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _links.GetAsync(code, token);
                var old = document.Value ?? throw Unknown(code);
                var link = change(old);
                List<StateTransactionRequest> writes = [_links.Put(document, link, TimeToLive(link))];
                if (link.UrlTime != old.UrlTime)
                {
                    var list = await _lists.GetHeadAsync(ListId(link.Owner, link.LongUrl), shard: 0, token);
                    writes.AddRange(_lists.Append(list, new LinkEntry(link.Code, link.UrlTime)));
                }

                if (PurgeTime(link) != PurgeTime(old) && await _statistics.GetAsync(code, token) is { Value: { } counted } statistics)
                {
                    writes.Add(_statistics.Put(statistics, counted, TimeToLive(link)));
                }

                return await dapr.TryCommitAsync(Stores.State, writes, token) ? link : null;
            },
            cancellationToken);

    /// <summary>A page of an owner's links, newest first.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="longUrl">Only links that lead there; empty for all.</param>
    /// <param name="before">Where the page before ended; null for the first page.</param>
    /// <param name="count">How many at most. There may be fewer, for entries of links that are gone are passed over.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(IReadOnlyList<ShortLink> Links, IReadOnlyList<long>? Next)> ListAsync(
        string owner, string longUrl, IReadOnlyList<long>? before, int count, CancellationToken cancellationToken)
    {
        var page = await _lists.ReadNewestAsync(ListId(owner, longUrl), before, count, cancellationToken);
        var links = await _links.GetManyAsync([.. page.Items.Select(entry => entry.Code).Distinct()], cancellationToken);
        var byCode = links.ToDictionary(link => link.Id, link => link.Value);
        return ([.. page.Items.Where(IsCurrent).Select(entry => byCode[entry.Code]!)], page.Next);

        bool IsCurrent(LinkEntry entry) =>
            byCode[entry.Code] is { DeleteTime: null } link
            && (longUrl.Length == 0 ? link.CreateTime == entry.Time : link.LongUrl == longUrl && link.UrlTime == entry.Time);
    }

    public void Dispose() => Array.ForEach(_gates, gate => gate.Dispose());

    public static NotFoundException Unknown(string code) =>
        new("LINK_NOT_FOUND", "There is no such link.") { Facts = { ["code"] = code } };

    private static string ListId(string owner, string longUrl) => KeyHash.Of(owner, longUrl);

    private async Task<Mutation<ShortLink>?> PlanCreateAsync(ShortLink link, int shard, CancellationToken cancellationToken)
    {
        var document = _links.GetAsync(link.Code, cancellationToken);
        var ownerList = _lists.GetHeadAsync(ListId(link.Owner, ""), shard, cancellationToken);
        var urlList = _lists.GetHeadAsync(ListId(link.Owner, link.LongUrl), shard, cancellationToken);
        var statistics = _statistics.GetAsync(link.Code, cancellationToken);
        await Task.WhenAll(document, ownerList, urlList, statistics);
        if ((await document).Value is not null)
        {
            return null;
        }

        List<StateTransactionRequest> writes =
        [
            _links.Put(await document, link, TimeToLive(link)),
            .. _lists.Append(await ownerList, new LinkEntry(link.Code, link.CreateTime)),
            .. _lists.Append(await urlList, new LinkEntry(link.Code, link.UrlTime)),
        ];
        if ((await statistics).Value is not null)
        {
            // Left by a link that had this code and is purged.
            writes.Add(_statistics.Delete(await statistics));
        }

        return new Mutation<ShortLink>(link, writes);
    }

    private DateTimeOffset? PurgeTime(ShortLink link) => link.PurgeTime(options.Value.Retention);

    private TimeSpan? TimeToLive(ShortLink link) => link.TimeToLive(options.Value.Retention, clock.GetUtcNow());

    /// <summary>
    /// A link in a list, and since when: in the owner's list since it was made, in the list of a URL since it leads there. That tells it from a later
    /// link with the same code, and from an earlier time that it led there.
    /// </summary>
    internal sealed record LinkEntry(string Code, DateTimeOffset Time);
}
