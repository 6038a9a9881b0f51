using System.Security.Cryptography;
using System.Text;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Shortener.Domain;
using Platform.State;

namespace Platform.Shortener.Storage;

/// <summary>
/// Links, with their owners' lists and the reverse lookup. All that belongs together commits together. Links that are deleted or expired carry a
/// time to live, so the store purges them; entries of lists that lead to purged links are passed over.
/// </summary>
internal sealed class LinkStore(DaprClient dapr, IOptions<ShortenerOptions> options, TimeProvider clock) : IDisposable
{
    private readonly DocumentStore<ShortLink> _links = new(dapr, Stores.State, "link");
    private readonly DocumentStore<CreateRecord> _requests = new(dapr, Stores.State, "create-request");
    private readonly DocumentStore<LinkStatistics> _statistics = new(dapr, Stores.State, StatisticsStore.Kind);
    private readonly PagedLog<LinkEntry> _lists = new(dapr, Stores.State, "link-list");

    // Creates of one owner append to the same list: in a line here, they need not try again and again.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>A link in any state.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<ShortLink> GetAsync(string code, CancellationToken cancellationToken) =>
        (await _links.GetAsync(code, cancellationToken)).Value ?? throw Unknown(code);

    /// <summary>The link that a request made earlier; null for a new request.</summary>
    /// <exception cref="InvalidArgumentException">The request id was used for another request.</exception>
    public async Task<ShortLink?> FindCreatedAsync(CreateRequestKey request, CancellationToken cancellationToken)
    {
        if ((await _requests.GetAsync(request.Id, cancellationToken)).Value is not { } record)
        {
            return null;
        }

        return record.Fingerprint == request.Fingerprint
            ? await GetAsync(record.Code, cancellationToken)
            : throw new InvalidArgumentException("request_id", "was used for a different request");
    }

    /// <summary>Stores a new link. Null when its code is taken.</summary>
    public async Task<ShortLink?> TryCreateAsync(ShortLink link, CreateRequestKey? request, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)string.GetHashCode(link.Owner, StringComparison.Ordinal) % _gates.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            var outcome = await Optimistic.RetryAsync(token => TryCreateOnceAsync(link, request, token), cancellationToken);
            return outcome.Link;
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
                if (link.LongUrl != old.LongUrl)
                {
                    writes.AddRange(_lists.Append(await _lists.GetHeadAsync(ListId(link.Owner, link.LongUrl), token), EntryOf(link)));
                }

                return await dapr.TryCommitAsync(Stores.State, writes, token) ? link : null;
            },
            cancellationToken);

    /// <summary>A page of an owner's links, newest first, and where the next page begins; null for no next page.</summary>
    public async Task<(IReadOnlyList<ShortLink> Links, long? Next)> ListAsync(
        string owner, string longUrl, long? before, int count, CancellationToken cancellationToken)
    {
        var items = await _lists.ReadNewestAsync(ListId(owner, longUrl), before, count, cancellationToken);
        var links = await _links.GetManyAsync([.. items.Select(item => item.Item.Code).Distinct()], cancellationToken);
        var byCode = links.ToDictionary(link => link.Id, link => link.Value);
        var page = items
            .Select(item => (item.Item, Link: byCode[item.Item.Code]))
            .Where(found => found.Link is { DeleteTime: null } link
                && link.CreateTime == found.Item.CreateTime
                && (longUrl.Length == 0 || link.LongUrl == longUrl))
            .Select(found => found.Link!)
            .DistinctBy(link => link.Code);
        return ([.. page], items.Count == count && items[^1].Position > 0 ? items[^1].Position : null);
    }

    public void Dispose() => Array.ForEach(_gates, gate => gate.Dispose());

    private static LinkEntry EntryOf(ShortLink link) => new(link.Code, link.CreateTime);

    private static NotFoundException Unknown(string code) =>
        new("LINK_NOT_FOUND", "There is no such link.") { Facts = { ["code"] = code } };

    // Owners and URLs are of any length and any characters, keys are not.
    private static string ListId(string owner, string longUrl) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{longUrl}"))[..16]);

    private async Task<CreateOutcome?> TryCreateOnceAsync(ShortLink link, CreateRequestKey? request, CancellationToken cancellationToken)
    {
        var document = _links.GetAsync(link.Code, cancellationToken);
        var ownerList = _lists.GetHeadAsync(ListId(link.Owner, ""), cancellationToken);
        var urlList = _lists.GetHeadAsync(ListId(link.Owner, link.LongUrl), cancellationToken);
        var statistics = _statistics.GetAsync(link.Code, cancellationToken);
        var earlier = request is null ? null : await FindCreatedAsync(request, cancellationToken);
        await Task.WhenAll(document, ownerList, urlList, statistics);
        if (earlier is not null || (await document).Value is not null)
        {
            return new CreateOutcome(earlier);
        }

        List<StateTransactionRequest> writes =
        [
            _links.Put(await document, link, TimeToLive(link)),
            .. _lists.Append(await ownerList, EntryOf(link)),
            .. _lists.Append(await urlList, EntryOf(link)),
        ];
        if ((await statistics).Value is not null)
        {
            // Left by a link that had this code and is purged.
            writes.Add(_statistics.Delete(await statistics));
        }

        if (request is not null)
        {
            writes.Add(_requests.Put(new(request.Id, Value: null, ""), new(link.Code, request.Fingerprint), CreateRequestKey.Lifetime));
        }

        return await dapr.TryCommitAsync(Stores.State, writes, cancellationToken) ? new CreateOutcome(link) : null;
    }

    private TimeSpan? TimeToLive(ShortLink link) => link.PurgeTime(options.Value.Retention) - clock.GetUtcNow();

    /// <summary>A link in a list; by its create time a later link with the same code is told apart.</summary>
    internal sealed record LinkEntry(string Code, DateTimeOffset CreateTime);

    /// <summary>What a request made.</summary>
    internal sealed record CreateRecord(string Code, string Fingerprint);

    private sealed record CreateOutcome(ShortLink? Link);
}
