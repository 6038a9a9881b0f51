namespace Platform.Simulator.Rides;

/// <summary>What is simulated.</summary>
internal sealed record RideSimulationOptions
{
    public required int Drivers { get; init; }

    public required int Riders { get; init; }

    /// <summary>How many seconds of the city are a real one.</summary>
    public required double Compress { get; init; }

    /// <summary>Over how much real time the requests are spread.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How many processes are killed while people ride.</summary>
    public required int Kills { get; init; }

    public required int Seed { get; init; }

    /// <summary>The path of the HTML report.</summary>
    public required string Report { get; init; }
}
