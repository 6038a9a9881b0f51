using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Common = Dapr.Proto.Common.V1;
using Wire = Dapr.Proto.Runtime.V1;

namespace Dapr.Client;

internal sealed partial class DaprClientGrpc
{
    public override Task SaveStateAsync<TValue>(
        string storeName,
        string key,
        TValue value,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        SaveAsync(storeName, ToItem(key, ToJsonOrEmpty(value), null, stateOptions, metadata), cancellationToken);

    public override Task<bool> TrySaveStateAsync<TValue>(
        string storeName,
        string key,
        TValue value,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return SucceedsAsync(SaveCall(storeName, ToItem(key, ToJsonOrEmpty(value), etag, stateOptions, metadata), cancellationToken));
    }

    public override Task SaveByteStateAsync(
        string storeName,
        string key,
        ReadOnlyMemory<byte> binaryValue,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        SaveAsync(storeName, ToItem(key, ByteString.CopyFrom(binaryValue.Span), null, stateOptions, metadata), cancellationToken);

    public override Task<bool> TrySaveByteStateAsync(
        string storeName,
        string key,
        ReadOnlyMemory<byte> binaryValue,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        var item = ToItem(key, ByteString.CopyFrom(binaryValue.Span), etag, stateOptions, metadata);
        return SucceedsAsync(SaveCall(storeName, item, cancellationToken));
    }

    public override Task SaveBulkStateAsync<TValue>(
        string storeName, IReadOnlyList<SaveStateItem<TValue>> items, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ThrowIfEmpty(items, nameof(items));
        var request = new Wire.SaveStateRequest { StoreName = storeName };
        request.States.AddRange(
            items.Select(item => ToItem(item.Key, ToJsonOrEmpty(item.Value), item.ETag, item.StateOptions, item.Metadata)));
        return SendAsync(StateOperation, _client.SaveStateAsync(request, Options(cancellationToken)));
    }

    public override Task ExecuteStateTransactionAsync(
        string storeName,
        IReadOnlyList<StateTransactionRequest> operations,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ThrowIfEmpty(operations, nameof(operations));
        var request = new Wire.ExecuteStateTransactionRequest { StoreName = storeName };
        request.Operations.AddRange(operations.Select(operation => new Wire.TransactionalStateOperation
        {
            OperationType = operation.OperationType == StateOperationType.Delete ? "delete" : "upsert",
            Request = ToItem(
                operation.Key, ByteString.CopyFrom(operation.Value ?? []), operation.ETag, operation.Options, operation.Metadata),
        }));
        AddAll(request.Metadata, metadata);
        return SendAsync(StateOperation, _client.ExecuteStateTransactionAsync(request, Options(cancellationToken)));
    }

    public override Task DeleteStateAsync(
        string storeName,
        string key,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        SendAsync(StateOperation, DeleteCall(storeName, key, null, stateOptions, metadata, cancellationToken));

    public override Task<bool> TryDeleteStateAsync(
        string storeName,
        string key,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return SucceedsAsync(DeleteCall(storeName, key, etag, stateOptions, metadata, cancellationToken));
    }

    public override Task DeleteBulkStateAsync(
        string storeName, IReadOnlyList<BulkDeleteStateItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentNullException.ThrowIfNull(items);
        var request = new Wire.DeleteBulkStateRequest { StoreName = storeName };
        request.States.AddRange(
            items.Select(item => ToItem(item.Key, ByteString.Empty, item.ETag, item.StateOptions, item.Metadata)));
        return SendAsync(StateOperation, _client.DeleteBulkStateAsync(request, Options(cancellationToken)));
    }

    private Task<Empty> SaveAsync(string storeName, Common.StateItem item, CancellationToken cancellationToken) =>
        SendAsync(StateOperation, SaveCall(storeName, item, cancellationToken));

    private AsyncUnaryCall<Empty> SaveCall(string storeName, Common.StateItem item, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        return _client.SaveStateAsync(
            new Wire.SaveStateRequest { StoreName = storeName, States = { item } }, Options(cancellationToken));
    }

    private AsyncUnaryCall<Empty> DeleteCall(
        string storeName,
        string key,
        string? etag,
        StateOptions? options,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        var item = ToItem(key, ByteString.Empty, etag, options, metadata);
        var request = new Wire.DeleteStateRequest { StoreName = storeName, Key = key, Etag = item.Etag, Options = item.Options };
        request.Metadata.Add(item.Metadata);
        return _client.DeleteStateAsync(request, Options(cancellationToken));
    }

    /// <summary>Whether a write that names a version found that version.</summary>
    private static async Task<bool> SucceedsAsync(AsyncUnaryCall<Empty> call)
    {
        try
        {
            await call;
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Aborted)
        {
            return false;
        }
        catch (RpcException exception)
        {
            throw Failed(StateOperation, exception);
        }
    }

    private ByteString ToJsonOrEmpty<TValue>(TValue value) => value is null ? ByteString.Empty : ToJson(value);

    private static Common.StateItem ToItem(
        string key, ByteString value, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var item = new Common.StateItem { Key = key, Value = value };
        if (etag is not null)
        {
            item.Etag = new Common.Etag { Value = etag };
        }

        if (options is not null)
        {
            item.Options = new Common.StateOptions { Consistency = ToWire(options.Consistency), Concurrency = ToWire(options.Concurrency) };
        }

        AddAll(item.Metadata, metadata);
        return item;
    }

    private static Common.StateOptions.Types.StateConcurrency ToWire(ConcurrencyMode? mode) => mode switch
    {
        null => Common.StateOptions.Types.StateConcurrency.ConcurrencyUnspecified,
        ConcurrencyMode.FirstWrite => Common.StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite,
        ConcurrencyMode.LastWrite => Common.StateOptions.Types.StateConcurrency.ConcurrencyLastWrite,
        _ => throw new ArgumentException($"{mode} is no concurrency mode.", nameof(mode)),
    };
}
