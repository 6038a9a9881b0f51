namespace Platform.Rides.Domain.Routing;

/// <summary>How fast trips that began in a cell were, by the hour of the day.</summary>
/// <param name="Hours">By hour, 0 to 23.</param>
internal sealed record SpeedHistory(IReadOnlyDictionary<int, HourSpeed> Hours)
{
    // Fewer trips say more about the trips than about the hour.
    private const int FewTrips = 5;
    // After so many trips the average forgets the old ones.
    private const int Memory = 100;
    private const double MinSpeed = 1;
    private const double MaxSpeed = 40;

    /// <summary>Of a cell where nobody has been.</summary>
    public static SpeedHistory None { get; } = new(new Dictionary<int, HourSpeed>());

    /// <summary>The usual speed of an hour, metres a second; null where too little is known.</summary>
    public double? At(int hour) => Hours.GetValueOrDefault(hour) is { Trips: >= FewTrips } known ? known.MetersPerSecond : null;

    /// <summary>The history with one more trip. Speeds that no car has in a city are left out.</summary>
    public SpeedHistory With(int hour, long meters, TimeSpan duration)
    {
        var speed = duration > TimeSpan.Zero ? meters / duration.TotalSeconds : 0;
        if (speed is < MinSpeed or > MaxSpeed)
        {
            return this;
        }

        var known = Hours.GetValueOrDefault(hour) ?? new HourSpeed(0, 0);
        var trips = Math.Min(known.Trips + 1, Memory);
        var hours = new Dictionary<int, HourSpeed>(Hours) { [hour] = new(trips, known.MetersPerSecond + ((speed - known.MetersPerSecond) / trips)) };
        return new SpeedHistory(hours);
    }
}

/// <summary>How fast trips of an hour were.</summary>
/// <param name="Trips">How many trips this was learned from, 100 at most.</param>
/// <param name="MetersPerSecond">Their average, later trips weighing more.</param>
internal sealed record HourSpeed(int Trips, double MetersPerSecond);
