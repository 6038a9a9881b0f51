using Google.Protobuf.Collections;
using Common = Dapr.Proto.Common.V1;
using Wire = Dapr.Proto.Runtime.V1;

namespace Dapr.Client;

internal sealed partial class DaprClientGrpc
{
    private const string StateOperation = "State";

    public override async Task<TValue> GetStateAsync<TValue>(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = default,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var response = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken);
        return FromJson<TValue>(StateOperation, response.Data);
    }

    public override async Task<(TValue value, string etag)> GetStateAndETagAsync<TValue>(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var response = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken);
        return (FromJson<TValue>(StateOperation, response.Data), response.Etag);
    }

    public override async Task<ReadOnlyMemory<byte>> GetByteStateAsync(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var response = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken);
        return response.Data.Memory;
    }

    public override async Task<(ReadOnlyMemory<byte>, string etag)> GetByteStateAndETagAsync(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var response = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken);
        return (response.Data.Memory, response.Etag);
    }

    public override async Task<IReadOnlyList<BulkStateItem>> GetBulkStateAsync(
        string storeName,
        IReadOnlyList<string> keys,
        int? parallelism,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var items = await GetBulkAsync(storeName, keys, parallelism, metadata, cancellationToken);
        return [.. items.Select(item => new BulkStateItem(item.Key, item.Data.ToStringUtf8(), item.Etag))];
    }

    public override async Task<IReadOnlyList<BulkStateItem<TValue>>> GetBulkStateAsync<TValue>(
        string storeName,
        IReadOnlyList<string> keys,
        int? parallelism,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var items = await GetBulkAsync(storeName, keys, parallelism, metadata, cancellationToken);
        return [.. items.Select(item => new BulkStateItem<TValue>(item.Key, FromJson<TValue>(StateOperation, item.Data), item.Etag))];
    }

    private Task<Wire.GetStateResponse> GetAsync(
        string storeName,
        string key,
        ConsistencyMode? consistency,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.GetStateRequest { StoreName = storeName, Key = key, Consistency = ToWire(consistency) };
        AddAll(request.Metadata, metadata);
        return SendAsync(StateOperation, _client.GetStateAsync(request, Options(cancellationToken)));
    }

    private async Task<RepeatedField<Wire.BulkStateItem>> GetBulkAsync(
        string storeName,
        IReadOnlyList<string> keys,
        int? parallelism,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ThrowIfEmpty(keys, nameof(keys));
        var request = new Wire.GetBulkStateRequest { StoreName = storeName, Keys = { keys }, Parallelism = parallelism ?? 0 };
        AddAll(request.Metadata, metadata);
        var response = await SendAsync(StateOperation, _client.GetBulkStateAsync(request, Options(cancellationToken)));
        return response.Items;
    }

    private static void ThrowIfEmpty<T>(IReadOnlyList<T> items, string name)
    {
        ArgumentNullException.ThrowIfNull(items, name);
        if (items.Count == 0)
        {
            throw new ArgumentException("At least one element is needed.", name);
        }
    }

    private static Common.StateOptions.Types.StateConsistency ToWire(ConsistencyMode? mode) => mode switch
    {
        null => Common.StateOptions.Types.StateConsistency.ConsistencyUnspecified,
        ConsistencyMode.Eventual => Common.StateOptions.Types.StateConsistency.ConsistencyEventual,
        ConsistencyMode.Strong => Common.StateOptions.Types.StateConsistency.ConsistencyStrong,
        _ => throw new ArgumentException($"{mode} is no consistency mode.", nameof(mode)),
    };
}
