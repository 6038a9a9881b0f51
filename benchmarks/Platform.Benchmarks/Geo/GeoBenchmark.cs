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
    private const string InProcess = "in process";
    private const string Api = "api";
    private const string Redis = "redis";
    private const int Batch = 1000;
    private const int CellPrecision = 6;
    private const int Checks = 50;
    private const int Few = 8;

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        var random = new Random(1);
        GeoPoint[] drivers = [.. Enumerable.Range(0, City.Drivers).Select(_ => City.SomePlace(random))];
        var index = new GeoIndex<int>(CellPrecision);
        for (var driver = 0; driver < drivers.Length; driver++)
        {
            index.Put(City.NameOf(driver), drivers[driver], driver);
        }

        using var server = await RedisServer.StartAsync(isDurable: false);
        var redis = server is null ? [] : await Task.WhenAll(Enumerable.Range(0, settings.Callers).Select(_ => RedisGeo.ConnectAsync(server.Port)));
        await Task.WhenAll(redis.Select((connection, number) => FillAsync(connection, drivers, number, redis.Length)));
        if (server is null)
        {
            Console.WriteLine("redis-server is not installed: no baseline");
        }

        await using var service = new DriversProcess();
        await service.StartAsync(drivers, settings.Callers);
        await CheckAsync(index, service, random);
        // Everything has run while the drivers went online.
        settings = settings with { Warmup = settings.Warmup / 2 };
        var randoms = Enumerable.Range(0, settings.Callers).Select(caller => new Random(caller)).ToArray();
        using var turn = new SemaphoreSlim(1);

        await Nearest("geo-nearest", index, turn, service, redis, randoms).RunAsync(settings, Console.Out);
        await Moves("geo-move", drivers, index, turn, service, redis, randoms).RunAsync(settings, Console.Out);
        // As people ask who look at the map for a second.
        await new Scenario("geo-nearest-riders", TimeSpan.FromSeconds(1))
            .Measure(Api, caller => service.NearestAsync(City.SomePlace(randoms[caller])))
            .RunAsync(settings, Console.Out);
        await new Scenario("geo-nearest-few")
            .Measure(Api, caller => service.NearestAsync(City.SomePlace(randoms[caller])))
            .RunAsync(settings with { Callers = Math.Min(Few, settings.Callers) }, Console.Out);
        // How long one takes where nobody stands in line.
        await Nearest("geo-nearest-alone", index, turn, service, redis, randoms).RunAsync(settings with { Callers = 1 }, Console.Out);
        Array.ForEach(redis, connection => connection.Dispose());
    }

    private static Scenario Nearest(string name, GeoIndex<int> index, SemaphoreSlim turn, DriversProcess service, RedisGeo[] redis, Random[] randoms)
    {
        var scenario = new Scenario(name)
            .Measure(InProcess, caller => InTurnAsync(turn, () => index.Nearest(City.SomePlace(randoms[caller]), City.RadiusKm, City.Nearest)), Batch)
            .Measure(Api, caller => service.NearestAsync(City.SomePlace(randoms[caller])));
        return redis.Length == 0 ? scenario : Compare(scenario.Measure(Redis, caller => redis[caller].NearestAsync(City.SomePlace(randoms[caller]))), name);
    }

    private static Scenario Moves(
        string name, GeoPoint[] drivers, GeoIndex<int> index, SemaphoreSlim turn, DriversProcess service, RedisGeo[] redis, Random[] randoms)
    {
        // Each caller moves drivers of its own.
        (int Driver, GeoPoint Point) Move(int caller)
        {
            var driver = (randoms[caller].Next(drivers.Length / randoms.Length) * randoms.Length) + caller;
            return (driver, City.Move(drivers[driver], randoms[caller]));
        }

        var scenario = new Scenario(name)
            .Measure(
                InProcess,
                caller => InTurnAsync(turn, () =>
                {
                    var (driver, point) = Move(caller);
                    index.Put(City.NameOf(driver), point, driver);
                }),
                Batch)
            .Measure(Api, caller =>
            {
                var (driver, point) = Move(caller);
                return service.ReportAsync(driver, point);
            });
        return redis.Length == 0 ? scenario : Compare(
            scenario.Measure(Redis, caller =>
            {
                var (driver, point) = Move(caller);
                return redis[caller].PutAsync(City.NameOf(driver), point);
            }),
            name);
    }

    private static Scenario Compare(Scenario scenario, string name) => scenario.Compare(name, InProcess, Redis).Compare(name + "-api", Api, Redis);

    private static async Task FillAsync(RedisGeo redis, GeoPoint[] drivers, int first, int step)
    {
        for (var driver = first; driver < drivers.Length; driver += step)
        {
            await redis.PutAsync(City.NameOf(driver), drivers[driver]);
        }
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
