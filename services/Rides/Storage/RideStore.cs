using System.Runtime.CompilerServices;
using Dapr.Client;
using Platform.Hosting.Failures;
using Platform.Rides.Api;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Earnings;
using Platform.Rides.Events;
using Platform.State;
using Platform.State.Logs;

namespace Platform.Rides.Storage;

/// <inheritdoc />
/// <remarks>
/// A ride is one document, so every change of it is one write with an ETag: of two who change it at once, one sees what the other did. Where its state changes the
/// write goes through the component with the outbox, which publishes the event of the same transaction.
/// </remarks>
internal sealed class RideStore(DaprClient dapr, EarningStore earnings, RideRealtime realtime) : IRideStore
{
    /// <summary>The component.</summary>
    public const string Ledger = "ledger";

    private const string LedgerWithOutbox = "rides-ledger";
    private const string All = "all";
    private const int Shards = 16;
    private const int AllPageSize = 100;

    // As Dapr's reference names them.
    private static readonly Dictionary<string, string> Projection = new() { ["outbox.projection"] = "true", ["contentType"] = "application/json" };

    private readonly DocumentStore<Ride> _rides = new(dapr, Ledger, "ride");
    private readonly PagedLog<string> _lists = new(dapr, Ledger, "ride-list");
    private readonly ShardedLog<RideRef> _index = new(dapr, Ledger, "rides", Shards, static ride => ride.Time);

    public async Task<Ride?> FindAsync(string id, CancellationToken cancellationToken) => (await _rides.GetAsync(id, cancellationToken)).Value;

    public async Task<IReadOnlyList<Ride>> FindManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : [.. (await _rides.GetManyAsync(ids, cancellationToken)).Select(document => document.Value).OfType<Ride>()];

    public Task<Ride> CreateAsync(Ride ride, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = _rides.GetAsync(ride.Id, token);
                var list = _lists.GetHeadAsync(KeyHash.Of(ride.Rider), token);
                var index = _index.GetHeadAsync(All, KeyHash.Shard(ride.Id, Shards), token);
                await Task.WhenAll(document, list, index);
                return (await document).Value is { } existing ? existing
                    : await dapr.TryCommitAsync(
                        Ledger,
                        [
                            _rides.Put(await document, ride),
                            .. _lists.Append(await list, ride.Id),
                            .. _index.Append(await index, new RideRef(ride.Id, ride.CreateTime)),
                        ],
                        token) ? ride
                    : null;
            },
            cancellationToken);

    public Task<Ride> ChangeAsync(string id, Func<Ride, Ride> change, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _rides.GetAsync(id, token);
                var old = document.Value ?? throw Unknown(id);
                var ride = change(old);
                return ReferenceEquals(ride, old) || await TrySaveAsync(document, ride, token) ? ride : null;
            },
            cancellationToken);

    public Task<Ride> BookAsync(string id, Func<Ride, (Ride Ride, EarningEntry? Entry)> change, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _rides.GetAsync(id, token);
                var old = document.Value ?? throw Unknown(id);
                var (ride, entry) = change(old);
                if (ReferenceEquals(ride, old))
                {
                    return ride;
                }

                var list = entry is null ? [] : _lists.Append(await _lists.GetHeadAsync(KeyHash.Of(RideNames.UserOf(entry.Driver)), token), id);
                var booking = entry is null ? [] : await earnings.BookAsync(entry, token);
                var isSaved = await dapr.TryCommitAsync(Ledger, [_rides.Put(document, ride), .. list, .. booking], token);
                return isSaved ? await ShownAsync(old, ride, token) : null;
            },
            cancellationToken);

    public async Task<(IReadOnlyList<Ride> Rides, long? Next)> ListAsync(string user, long? before, int count, CancellationToken cancellationToken)
    {
        var page = await _lists.ReadNewestAsync(KeyHash.Of(user), before, count, cancellationToken);
        var rides = await FindManyAsync([.. page.Select(entry => entry.Item).Distinct()], cancellationToken);
        return (rides, page.Count == count && page[^1].Position > 0 ? page[^1].Position : null);
    }

    public async IAsyncEnumerable<Ride> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<long>? before = null;
        do
        {
            var page = await _index.ReadNewestAsync(All, before, AllPageSize, cancellationToken);
            foreach (var ride in await FindManyAsync([.. page.Items.Select(item => item.Id)], cancellationToken))
            {
                yield return ride;
            }

            before = page.Next;
        }
        while (before is not null);
    }

    /// <summary>The failure for a ride that there is not, or that is not the caller's.</summary>
    public static NotFoundException Unknown(string id) => new("RIDE_NOT_FOUND", "There is no such ride.") { Facts = { ["ride"] = id } };

    private async Task<bool> TrySaveAsync(Document<Ride> read, Ride ride, CancellationToken cancellationToken)
    {
        var write = _rides.Put(read, ride);
        var isSaved = ride.State == read.Value!.State
            ? await dapr.TryCommitAsync(Ledger, [write], cancellationToken)
            : await dapr.TryCommitAsync(
                LedgerWithOutbox,
                [write, new StateTransactionRequest(write.Key, RideEvents.Changed(ride), StateOperationType.Upsert, metadata: Projection)],
                cancellationToken);
        if (isSaved)
        {
            MatchingMetrics.CountChange(read.Value, ride);
            await ShownAsync(read.Value, ride, cancellationToken);
        }

        return isSaved;
    }

    private async Task<Ride> ShownAsync(Ride before, Ride ride, CancellationToken cancellationToken)
    {
        await realtime.ChangedAsync(before, ride, cancellationToken);
        return ride;
    }

    /// <summary>A ride in the list of all.</summary>
    internal sealed record RideRef(string Id, DateTimeOffset Time);
}
