using System.Globalization;
using Dapr.Actors;
using Dapr.Actors.Client;
using Microsoft.Extensions.Options;
using Platform.RateLimit.Domain.Counters;
using Platform.State;

namespace Platform.RateLimit.Shards;

/// <summary>Finds the owners of counters.</summary>
internal sealed class ShardMap
{
    private readonly ShardQueue[] _shards;

    public ShardMap(IActorProxyFactory proxies, IOptions<RateLimitOptions> options, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<ShardQueue>();
        _shards =
        [
            .. Enumerable.Range(0, options.Value.Shards).Select(shard => new ShardQueue(
                proxies.CreateActorProxy<IShardActor>(new ActorId(shard.ToString(CultureInfo.InvariantCulture)), ShardActor.Type),
                logger)),
        ];
    }

    /// <summary>Asks about a counter. Questions about one counter are answered in the order in which they are asked here.</summary>
    /// <exception cref="Hosting.Failures.UnavailableException">COUNTERS_UNAVAILABLE: the owner cannot be reached. Whether it counted is not known.</exception>
    public Task<CounterAnswer> AskAsync(string key, CounterLimits limits, CounterQuestion question) =>
        _shards[KeyHash.Shard(key, _shards.Length)].AskAsync(key, limits, question);
}
