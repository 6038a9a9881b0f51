using Dapr.Actors.Runtime;
using Microsoft.Extensions.Options;
using Platform.RateLimit.Domain.Counters;
using Platform.State.Caching;

namespace Platform.RateLimit.Shards;

/// <inheritdoc cref="IShardActor" />
/// <remarks>
/// Each counter is a value of its own, which lives as long as it makes a difference. The state manager would keep every counter that was ever asked
/// for, so it is cleared after each turn, and the counters in use are kept in a bounded cache.
/// </remarks>
internal sealed class ShardActor(ActorHost host, TimeProvider clock, IOptions<RateLimitOptions> options) : Actor(host), IShardActor
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "RateLimitShard";

    private readonly SieveCache<CounterState> _counters = new(options.Value.CountersInMemory);

    public async Task<CounterAnswer[]> AskAsync(ShardCall call, CancellationToken cancellationToken = default)
    {
        var now = Clock.Microseconds(clock);
        var changed = new Dictionary<string, (CounterState State, CounterLimits Limits)>();
        var answers = new CounterAnswer[call.Questions.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var (key, limitsIndex, question) = call.Questions[i];
            var limits = call.Limits[limitsIndex];
            var state = changed.TryGetValue(key, out var earlier) ? earlier.State : await FindAsync(key, cancellationToken);
            (var next, answers[i]) = Counter.Decide(state, question, limits, now);
            if (!ReferenceEquals(next, state))
            {
                changed[key] = (next, limits);
            }
        }

        if (changed.Count > 0)
        {
            await SaveAsync(changed, now);
        }

        return answers;
    }

    private async Task<CounterState> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (_counters.TryGet(key, out var state))
        {
            return state;
        }

        var stored = await StateManager.TryGetStateAsync<CounterState>(key, cancellationToken);
        state = stored.HasValue ? stored.Value : CounterState.Empty;
        _counters.Set(key, state);
        return state;
    }

    // Not cancelled with the caller: others wait for the same turn.
    private async Task SaveAsync(Dictionary<string, (CounterState State, CounterLimits Limits)> changed, long now)
    {
        try
        {
            foreach (var (key, (state, limits)) in changed)
            {
                var life = TimeSpan.FromMicroseconds(Counter.IdleAfter(state, limits, now));
                await StateManager.SetStateAsync(key, state, TimeSpan.FromSeconds(Math.Ceiling(life.TotalSeconds) + 1));
            }

            await StateManager.SaveStateAsync();
        }
        catch
        {
            // It may have been stored or not: the store knows.
            foreach (var key in changed.Keys)
            {
                _counters.Remove(key);
            }

            throw;
        }
        finally
        {
            await StateManager.ClearCacheAsync();
        }

        foreach (var (key, (state, _)) in changed)
        {
            _counters.Set(key, state);
        }
    }
}
