using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.State;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Grpc;

/// <summary>The state API over gRPC.</summary>
internal sealed partial class DaprService
{
    private static readonly Task<Empty> Done = Task.FromResult(new Empty());

    public override Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context)
    {
        var response = new GetStateResponse();
        if (Sidecar(context).State.Get(request.StoreName).TryGet(request.Key, out var entry))
        {
            response.Data = UnsafeByteOperations.UnsafeWrap(entry.Value);
            response.Etag = StateStore.ETagOf(entry);
            AddExpiry(response.Metadata, entry);
        }

        return Task.FromResult(response);
    }

    public override Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        var store = Sidecar(context).State.Get(request.StoreName);
        var response = new GetBulkStateResponse();
        foreach (var key in request.Keys)
        {
            var item = new BulkStateItem { Key = key };
            if (store.TryGet(key, out var entry))
            {
                item.Data = UnsafeByteOperations.UnsafeWrap(entry.Value);
                item.Etag = StateStore.ETagOf(entry);
                AddExpiry(item.Metadata, entry);
            }

            response.Items.Add(item);
        }

        return Task.FromResult(response);
    }

    public override async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        var store = Sidecar(context).State.Get(request.StoreName);
        await store.SaveAsync([.. request.States.Select(Save)], context.CancellationToken);
        return await Done;
    }

    public override async Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context)
    {
        var write = new StateWrite
        {
            Key = request.Key,
            ETag = request.Etag?.Value,
            Concurrency = ConcurrencyOf(request.Options),
            Metadata = request.Metadata.ToDictionary(),
        };
        await Sidecar(context).State.Get(request.StoreName).DeleteAsync(write, context.CancellationToken);
        return await Done;
    }

    public override async Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context)
    {
        var store = Sidecar(context).State.Get(request.StoreName);
        await store.DeleteBulkAsync([.. request.States.Select(Delete)], context.CancellationToken);
        return await Done;
    }

    public override async Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context)
    {
        var store = Sidecar(context).State.Get(request.StoreName);
        await store.TransactAsync([.. request.Operations.Select(Operation)], () => Trace(context), context.CancellationToken);
        return await Done;
    }

    private static StateWrite Operation(TransactionalStateOperation operation) => operation.OperationType switch
    {
        "upsert" => Save(operation.Request ?? new StateItem()),
        "delete" => Delete(operation.Request ?? new StateItem()),
        var type => throw StateErrors.UnsupportedOperation(type).ToException(),
    };

    private static StateWrite Save(StateItem item) => Delete(item) with { Value = item.Value.Memory };

    private static StateWrite Delete(StateItem item) => new()
    {
        Key = item.Key,
        ETag = item.Etag?.Value,
        Concurrency = ConcurrencyOf(item.Options),
        Metadata = item.Metadata.ToDictionary(),
    };

    private static StateConcurrency ConcurrencyOf(StateOptions? options) => options?.Concurrency switch
    {
        StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite => StateConcurrency.FirstWrite,
        StateOptions.Types.StateConcurrency.ConcurrencyLastWrite => StateConcurrency.LastWrite,
        _ => StateConcurrency.Unspecified,
    };

    private static void AddExpiry(MapField<string, string> metadata, Entry entry)
    {
        if (StateStore.ExpiryOf(entry) is { } expiry)
            metadata[StateStore.ExpiryMetadata] = expiry;
    }
}
