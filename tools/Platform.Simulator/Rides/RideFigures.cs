using Platform.Monetary;
using Platform.Rides.V1;

namespace Platform.Simulator.Rides;

/// <summary>What the simulation says about itself.</summary>
internal sealed class RideFigures
{
    public RideFigures(RideCity city, TimeSpan time)
    {
        Time = time;
        Records = [.. city.Records];
        var wanted = Records.Count(record => !record.IsCancelledEarly);
        MatchRate = wanted == 0 ? 0 : (double)Records.Count(record => record.IsMatched) / wanted;
        TimesToMatch = [.. Records.Where(record => record.IsMatched).Select(record => TimeToMatch(record.Ride!, city)).Order()];
        Failures = city.Failures.OrderByDescending(failure => failure.Value).ToDictionary();
        Revenue = [.. Completed.Select(Fare).GroupBy(fare => fare.Currency).Select(fares => Money.Sum(fares.Key, fares))];
    }

    public TimeSpan Time { get; }

    public IReadOnlyList<RideRecord> Records { get; }

    /// <summary>Of those who did not change their minds first, how many got a driver.</summary>
    public double MatchRate { get; }

    /// <summary>From the request to the assignment, without the time in which the driver thought about it; in order.</summary>
    public IReadOnlyList<TimeSpan> TimesToMatch { get; }

    public IReadOnlyDictionary<string, int> Failures { get; }

    /// <summary>What was paid, by currency.</summary>
    public IReadOnlyList<Money> Revenue { get; }

    public IEnumerable<RideRecord> Completed => Records.Where(record => record.IsCompleted);

    /// <summary>The rides by how they ended.</summary>
    public IEnumerable<(string End, int Count)> Ends => Records
        .CountBy(record => record.Ride is null ? "refused" : record.Ride.State.ToString().ToLowerInvariant())
        .OrderByDescending(end => end.Value)
        .Select(end => (end.Key, end.Value));

    /// <summary>The time that a share of all matches did not take longer than.</summary>
    public TimeSpan Percentile(double share) => TimesToMatch.Count == 0 ? TimeSpan.Zero : TimesToMatch[(int)Math.Ceiling(share * TimesToMatch.Count) - 1];

    public static Money Fare(RideRecord record) => Money.TryFromProto(record.Ride!.FinalFare.Total, out var fare) ? fare : throw new InvalidDataException(record.Ride.Name + " has no fare");

    private static TimeSpan TimeToMatch(Ride ride, RideCity city)
    {
        var assigned = ride.History.First(entry => entry.State == Ride.Types.State.Assigned).Time.ToDateTimeOffset();
        var took = assigned - ride.CreateTime.ToDateTimeOffset() - city.Reactions.GetValueOrDefault(ride.Name);
        return took > TimeSpan.Zero ? took : TimeSpan.Zero;
    }
}
