using Platform.Rides.V1;

namespace Platform.Simulator.Rides;

/// <summary>What became of a request.</summary>
/// <param name="Request">What somebody wanted.</param>
/// <param name="Rider">Who.</param>
/// <param name="Ride">The ride as it was last seen; null where it never was one.</param>
internal sealed record RideRecord(TripRequest Request, string Rider, Ride? Ride)
{
    /// <summary>Whether a driver was found, whatever became of the ride then.</summary>
    public bool IsMatched => Ride?.History.Any(entry => entry.State == Ride.Types.State.Assigned) == true;

    /// <summary>Whether the rider gave up before anybody could be found.</summary>
    public bool IsCancelledEarly => Ride?.State == Ride.Types.State.Cancelled && !IsMatched;

    public bool IsCompleted => Ride?.State == Ride.Types.State.Completed;
}
