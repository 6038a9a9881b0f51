using System.Globalization;
using System.IO.Compression;

namespace Platform.Simulator.Rides;

/// <summary>Somebody who wants to go somewhere.</summary>
/// <param name="Start">When, after the start of the simulation, in real time.</param>
/// <param name="Meters">How far.</param>
/// <param name="TaxiFare">What a taxi took for it, in USD; null where nobody knows.</param>
internal sealed record TripRequest(TimeSpan Start, double Meters, decimal? TaxiFare);

/// <summary>When people ask and how far they go: as in the real taxi trips of Chicago, or made up where the data set is missing.</summary>
internal static class TripRequests
{
    private const double MetersPerMile = 1609.344;
    private const double ShortestMiles = 0.3;

    /// <summary>Draws trips. Their times of the day are kept, pressed into the window.</summary>
    public static IReadOnlyList<TripRequest> Draw(string? file, RideSimulationOptions options)
    {
        var random = new Random(options.Seed);
        var trips = file is null ? MadeUp(options.Riders, random) : random.GetItems(Real(file), options.Riders);
        return
        [
            .. trips
                .Select(trip => new TripRequest(options.Window * ((trip.TimeOfDay + (random.NextDouble() / 96)) % 1), trip.Miles * MetersPerMile, trip.Fare))
                .OrderBy(trip => trip.Start),
        ];
    }

    // The city rounds its times to a quarter of an hour, which is a 96th of the day.
    private static (double TimeOfDay, double Miles, decimal? Fare)[] Real(string file)
    {
        using var zip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var reader = new StreamReader(zip);
        var header = reader.ReadLine()!.Split(',');
        var (start, miles, fare) = (Array.IndexOf(header, "trip_start"), Array.IndexOf(header, "trip_miles"), Array.IndexOf(header, "fare_usd"));
        var trips = new List<(double, double, decimal?)>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (double.TryParse(fields[miles], CultureInfo.InvariantCulture, out var length) && length >= ShortestMiles
                && DateTimeOffset.TryParse(fields[start], CultureInfo.InvariantCulture, out var time))
            {
                trips.Add((time.TimeOfDay.TotalDays, length, decimal.TryParse(fields[fare], CultureInfo.InvariantCulture, out var price) ? price : null));
            }
        }

        return [.. trips];
    }

    private static (double TimeOfDay, double Miles, decimal? Fare)[] MadeUp(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble(), ShortestMiles + (-2 * Math.Log(1 - random.NextDouble())), (decimal?)null))];
}
