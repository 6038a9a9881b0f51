using System.Buffers.Text;
using System.Collections.Concurrent;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using LocalDapr.Storage;

namespace Platform.Benchmarks.Actors;

/// <summary>
/// The baseline of actors: a gRPC service that does the same work itself. One call at a time for each id, the count in memory, each change in
/// the journal before it is answered.
/// </summary>
internal sealed class DirectCounters(KeyValueStore store) : Dapr.Proto.Runtime.V1.Dapr.DaprBase
{
    private const string Keyspace = "counters";

    private readonly ConcurrentDictionary<string, Counter> _counters = new();

    public override async Task<InvokeActorResponse> InvokeActor(InvokeActorRequest request, ServerCallContext context)
    {
        var counter = _counters.GetOrAdd(request.ActorId, static _ => new Counter());
        await counter.Turn.WaitAsync(context.CancellationToken);
        try
        {
            if (request.Method == nameof(ICounterActor.AddAsync))
            {
                counter.Count++;
                await store.CommitAsync(new Batch().Put(Keyspace, request.ActorId, Text(counter.Count)), context.CancellationToken);
            }

            return new InvokeActorResponse { Data = UnsafeByteOperations.UnsafeWrap(Text(counter.Count)) };
        }
        finally
        {
            counter.Turn.Release();
        }
    }

    private static byte[] Text(long count)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(count, text, out var length);
        return text[..length].ToArray();
    }

    private sealed class Counter
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public long Count { get; set; }
    }
}
