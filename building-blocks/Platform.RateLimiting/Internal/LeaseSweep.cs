using System.Collections.Concurrent;
using Grpc.Core;
using Platform.RateLimit.V1;

namespace Platform.RateLimiting.Internal;

/// <summary>Gives back leases of keys that nobody asks for any more, so that others can have the tokens.</summary>
internal sealed class LeaseSweep(Lazy<RateLimitService.RateLimitServiceClient> client, TimeProvider clock, RateLimiterOptions options)
{
    private const int MaxItems = 1000;

    private readonly ConcurrentDictionary<KeyState, bool> _keys = new(ReferenceEqualityComparer.Instance);

    /// <summary>Watches a key that has a lease.</summary>
    public void Watch(KeyState key) => _keys.TryAdd(key, true);

    /// <summary>Looks again and again until it is stopped; then gives back everything.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The second look finds all of them idle.
            await SweepAsync();
            await SweepAsync();
        }
    }

    private async Task SweepAsync()
    {
        var now = clock.GetTimestamp();
        var items = new List<ReturnLeasesRequest.Types.Item>();
        foreach (var key in _keys.Keys)
        {
            var returned = key.TakeIdle(now, out var hasLeases);
            if (!hasLeases)
            {
                _keys.TryRemove(key, out _);
            }

            items.AddRange(returned.Select(lease => ToItem(key.Key, lease)));
        }

        foreach (var part in items.Chunk(MaxItems))
        {
            try
            {
                await client.Value.ReturnLeasesAsync(
                    new ReturnLeasesRequest { Items = { part } }, deadline: clock.GetUtcNow().UtcDateTime + options.Timeout);
            }
            catch (RpcException)
            {
                // They are over soon.
            }
        }
    }

    private static ReturnLeasesRequest.Types.Item ToItem(RateLimitKey key, LeaseReturn lease)
    {
        var item = new ReturnLeasesRequest.Types.Item { Domain = key.Domain, Lease = lease };
        foreach (var (fact, value) in key.Facts)
        {
            item.Facts[fact] = value;
        }

        return item;
    }
}
