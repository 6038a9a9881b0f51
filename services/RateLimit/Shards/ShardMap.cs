using System.Globalization;
using Dapr.Actors;
using Dapr.Actors.Client;
using Microsoft.Extensions.Options;
using Platform.RateLimit.Domain.Counters;

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
        _shards[ShardOf(key)].AskAsync(key, limits, question);

    // A key is a hash already, in hexadecimal digits.
    private int ShardOf(string key) => (int)(uint.Parse(key.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % (uint)_shards.Length);
}
