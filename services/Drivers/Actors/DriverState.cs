using Dapr.Actors.Runtime;
using Platform.Drivers.Domain;

namespace Platform.Drivers.Actors;

/// <summary>What a driver's actor keeps: the driver, and the ratings by ride.</summary>
internal sealed class DriverState(IActorStateManager states)
{
    private const string DriverName = "driver";

    private bool _isAllTold;

    /// <summary>The driver.</summary>
    public async Task<Driver> ReadAsync()
    {
        var state = await states.TryGetStateAsync<Driver>(DriverName);
        if (!state.HasValue)
        {
            return Driver.None;
        }

        // It is told, and goes with the next write: telling twice costs less than writing twice.
        return _isAllTold ? state.Value with { Untold = [] } : state.Value;
    }

    /// <summary>Saves the driver; false where nothing has changed.</summary>
    public async Task<bool> WriteAsync(Driver driver)
    {
        if (driver == await ReadAsync())
        {
            return false;
        }

        await states.SetStateAsync(DriverName, driver);
        await states.SaveStateAsync(CancellationToken.None);
        _isAllTold = driver.Untold.Count == 0;
        return true;
    }

    /// <summary>Others have heard of all offers that ended.</summary>
    public void AllTold() => _isAllTold = true;

    /// <summary>Notes the rating of a ride, saved with what is written next; false where the ride has one.</summary>
    public Task<bool> TryAddRatingAsync(string ride, int stars) => states.TryAddStateAsync("rating " + ride, stars);
}
