using System.Diagnostics.CodeAnalysis;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.RateLimit;
using Platform.Geography;

namespace Platform.Benchmarks.Geo;

/// <summary>
/// Moves of drivers and the ten nearest of a place, among 100,000: in process (one index, one caller at a time, as in a region's actor), and through the API to the
/// service as a process, against Redis' GEOADD and GEOSEARCH by 64 connections.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "Places for a benchmark.")]
internal static class GeoBenchmark
{
    private const int Batch = 1000;
    private const int CellPrecision = 6;
    private const int Checks = 50;

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        var random = new Random(1);
        GeoPoint[] drivers = [.. Enumerable.Range(0, City.Drivers).Select(_ => City.SomePlace(random))];
        var index = new GeoIndex<int>(CellPrecision);
        using var turn = new SemaphoreSlim(1);
        using var server = await RedisServer.StartAsync(isDurable: false);
        var redis = server is null ? [] : await Task.WhenAll(Enumerable.Range(0, settings.Callers).Select(_ => RedisGeo.ConnectAsync(server.Port)));
        for (var driver = 0; driver < drivers.Length; driver++)
        {
            index.Put(City.NameOf(driver), drivers[driver], driver);
        }

        await Task.WhenAll(redis.Select(async (connection, number) =>
        {
            for (var driver = number; driver < drivers.Length; driver += redis.Length)
            {
                await connection.PutAsync(City.NameOf(driver), drivers[driver]);
            }
        }));

        await using var service = new DriversProcess();
        await service.StartAsync(drivers, settings.Callers);
        await CheckAsync(index, service, random);
        var randoms = Enumerable.Range(0, settings.Callers).Select(caller => new Random(caller)).ToArray();

        var queries = new Scenario("nearest")
            .Measure("in process", caller => InTurnAsync(turn, () => index.Nearest(City.SomePlace(randoms[caller]), City.RadiusKm, City.Nearest)), Batch)
            .Measure("api", caller => service.NearestAsync(City.SomePlace(randoms[caller])));
        // Each caller moves drivers of its own.
        int Own(int caller) => (randoms[caller].Next(drivers.Length / settings.Callers) * settings.Callers) + caller;
        var moves = new Scenario("move")
            .Measure("in process", caller => InTurnAsync(turn, () =>
            {
                var driver = Own(caller);
                index.Put(City.NameOf(driver), City.Move(drivers[driver], randoms[caller]), driver);
            }), Batch)
            .Measure("api", caller =>
            {
                var driver = Own(caller);
                return service.ReportAsync(driver, City.Move(drivers[driver], randoms[caller]));
            });
        if (redis.Length > 0)
        {
            queries.Measure("redis", caller => redis[caller].NearestAsync(City.SomePlace(randoms[caller])))
                .Compare("geo-nearest", "in process", "redis")
                .Compare("geo-nearest-api", "api", "redis");
            moves.Measure("redis", caller =>
                {
                    var driver = Own(caller);
                    return redis[caller].PutAsync(City.NameOf(driver), City.Move(drivers[driver], randoms[caller]));
                })
                .Compare("geo-move", "in process", "redis")
                .Compare("geo-move-api", "api", "redis");
        }
        else
        {
            Console.WriteLine("redis-server is not installed: no baseline");
        }

        await queries.RunAsync(settings, Console.Out);
        await moves.RunAsync(settings, Console.Out);
        Array.ForEach(redis, connection => connection.Dispose());
    }

    // What is measured answers right.
    private static async Task CheckAsync(GeoIndex<int> index, DriversProcess service, Random random)
    {
        for (var i = 0; i < Checks; i++)
        {
            var place = City.SomePlace(random);
            var expected = index.Nearest(place, City.RadiusKm, City.Nearest).Select(match => match.Key);
            if (!expected.SequenceEqual(await service.NearestAsync(place)))
            {
                throw new InvalidDataException($"The nearest of {place} are others through the API.");
            }
        }
    }

    private static async Task InTurnAsync(SemaphoreSlim turn, Action operation)
    {
        await turn.WaitAsync();
        try
        {
            for (var i = 0; i < Batch; i++)
            {
                operation();
            }
        }
        finally
        {
            turn.Release();
        }
    }
}
