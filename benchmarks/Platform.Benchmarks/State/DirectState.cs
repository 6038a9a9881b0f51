using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Storage;

namespace Platform.Benchmarks.State;

/// <summary>The baseline of the state API: no sidecar, no components, just the store.</summary>
internal sealed class DirectState(KeyValueStore store) : Dapr.Proto.Runtime.V1.Dapr.DaprBase
{
    private const string Keyspace = "bench";

    private static readonly Empty Done = new();

    public override Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) =>
        Task.FromResult(store.TryGet(Keyspace, request.Key, out var entry)
            ? new GetStateResponse { Data = UnsafeByteOperations.UnsafeWrap(entry.Value) }
            : new GetStateResponse());

    public override async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        foreach (var item in request.States)
        {
            await store.CommitAsync(new Batch().Put(Keyspace, item.Key, item.Value.Memory), context.CancellationToken);
        }

        return Done;
    }
}
