using System.Globalization;
using System.Text.Json;
using Dapr.Client;

namespace Platform.State;

/// <summary>Documents of one kind in a state store, as JSON under <c>kind/id</c>. Reads and writes are strongly consistent per document.</summary>
/// <typeparam name="T">The documents.</typeparam>
/// <param name="dapr">The sidecar.</param>
/// <param name="storeName">The component, such as <c>statestore</c>.</param>
/// <param name="kind">Keeps kinds of documents apart in one store.</param>
public sealed class DocumentStore<T>(DaprClient dapr, string storeName, string kind)
    where T : class
{
    private static readonly StateOptions FirstWrite = new() { Concurrency = ConcurrencyMode.FirstWrite };

    /// <summary>Reads a document. One read.</summary>
    public async Task<Document<T>> GetAsync(string id, CancellationToken cancellationToken)
    {
        var (value, etag) = await dapr.GetStateAndETagAsync<T>(storeName, KeyOf(id), cancellationToken: cancellationToken);
        return new Document<T>(id, value, etag ?? "");
    }

    /// <summary>Reads several documents, in the order of the ids. One read.</summary>
    public async Task<IReadOnlyList<Document<T>>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var items = await dapr.GetBulkStateAsync<T>(storeName, [.. ids.Select(KeyOf)], parallelism: null, cancellationToken: cancellationToken);
        var byKey = items.ToDictionary(item => item.Key);
        return [.. ids.Select(id => byKey.TryGetValue(KeyOf(id), out var item)
            ? new Document<T>(id, item.Value, item.ETag ?? "")
            : new Document<T>(id, null, ""))];
    }

    /// <summary>
    /// Reads, changes and writes a document, again from the start whenever somebody else was faster. One read and one write per try. The document lives
    /// for ever from then on.
    /// </summary>
    /// <param name="id">The document.</param>
    /// <param name="mutate">Makes the new value of the old one, null where there was none. May run several times.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="Hosting.Failures.AbortedException">CONTENTION: others were faster every time.</exception>
    public Task<T> UpdateAsync(string id, Func<T?, T> mutate, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await GetAsync(id, token);
                var value = mutate(document.Value);
                var saved = await dapr.TrySaveStateAsync(storeName, KeyOf(id), value, document.ETag, FirstWrite, Metadata(timeToLive: null), token);
                return saved ? value : null;
            },
            cancellationToken);

    /// <summary>The write of a new value, for a transaction that fails when the document has changed since it was read.</summary>
    /// <param name="read">The document as it was read.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="timeToLive">After what time the document goes away by itself; null, or more than 2^31 s (68 years), for never.</param>
    public StateTransactionRequest Put(Document<T> read, T value, TimeSpan? timeToLive = null) => new(
        KeyOf(read.Id),
        JsonSerializer.SerializeToUtf8Bytes(value, dapr.JsonSerializerOptions),
        StateOperationType.Upsert,
        read.ETag.Length > 0 ? read.ETag : null,
        Metadata(timeToLive),
        FirstWrite);

    /// <summary>The removal of a document, for a transaction that fails when it has changed since it was read.</summary>
    public StateTransactionRequest Delete(Document<T> read) =>
        new(KeyOf(read.Id), value: null, StateOperationType.Delete, read.ETag.Length > 0 ? read.ETag : null, metadata: null, FirstWrite);

    // -1 takes away the time to live that an earlier write gave; stores differ in what none at all does. At least a second, for 0 means never.
    // Many stores read the number as 32 bits: what lives longer than their 68 years lives for ever.
    private static Dictionary<string, string> Metadata(TimeSpan? timeToLive)
    {
        var seconds = timeToLive is { TotalSeconds: <= int.MaxValue } time ? Math.Max(1, (int)time.TotalSeconds) : -1;
        return new() { ["ttlInSeconds"] = seconds.ToString(CultureInfo.InvariantCulture) };
    }

    private string KeyOf(string id) => $"{kind}/{id}";
}
