using Google.Protobuf;
using LocalDapr.Storage;
using Platform.Benchmarks.V1;

namespace Platform.Benchmarks.Workflow;

/// <summary>
/// The baseline of workflows: the same steps as gRPC calls by hand, each result committed to a journal, which is the least that surviving a
/// crash takes.
/// </summary>
internal sealed class DirectSteps(Echo.EchoClient activities, KeyValueStore journal)
{
    private const string Keyspace = "steps";

    private static readonly EchoMessage Input = new() { Payload = ByteString.CopyFrom(new byte[16]) };

    private long _instances;

    /// <summary>Steps one after another.</summary>
    public async Task RunChainAsync(int steps)
    {
        var instance = await StartAsync();
        for (var step = 0; step < steps; step++)
        {
            await RunStepAsync(instance, step);
        }
    }

    /// <summary>Steps side by side.</summary>
    public async Task RunFanOutAsync(int steps)
    {
        var instance = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, steps).Select(step => RunStepAsync(instance, step)));
    }

    private async Task<long> StartAsync()
    {
        var instance = Interlocked.Increment(ref _instances);
        await journal.CommitAsync(new Batch().Put(Keyspace, $"{instance}", Input.Payload.Memory));
        return instance;
    }

    private async Task RunStepAsync(long instance, int step)
    {
        var result = await activities.UnaryAsync(Input);
        await journal.CommitAsync(new Batch().Put(Keyspace, $"{instance}/{step}", result.Payload.Memory));
    }
}
