using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace Platform.Benchmarks.Actors;

internal interface ICounterActor : IActor
{
    Task<long> AddAsync(long amount);

    Task<long> GetAsync();
}

internal sealed class CounterActor(ActorHost host) : Actor(host), ICounterActor
{
    private const string Count = "count";

    public Task<long> AddAsync(long amount) => StateManager.AddOrUpdateStateAsync(Count, amount, (_, count) => count + amount);

    public Task<long> GetAsync() => StateManager.GetOrAddStateAsync(Count, 0L);
}
