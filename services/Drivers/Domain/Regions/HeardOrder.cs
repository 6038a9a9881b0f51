namespace Platform.Drivers.Domain.Regions;

/// <summary>
/// Drivers in the order in which they were heard of, longest ago first: those who are silent stand in front, and are found without looking at the others. Where the
/// clock was set back they are found late, by as much. Not safe for concurrent use.
/// </summary>
internal sealed class HeardOrder
{
    private readonly LinkedList<FollowedDriver> _drivers = new();

    /// <summary>Puts a driver, who was heard of now, behind all others.</summary>
    public void Hear(FollowedDriver driver)
    {
        if (driver.Place is { } place)
        {
            _drivers.Remove(place);
            _drivers.AddLast(place);
            return;
        }

        driver.Place = _drivers.AddLast(driver);
    }

    /// <summary>Takes a driver out.</summary>
    public void Remove(FollowedDriver driver)
    {
        _drivers.Remove(driver.Place!);
        driver.Place = null;
    }

    /// <summary>Those who were not heard of for too long.</summary>
    public IEnumerable<FollowedDriver> Silent(DateTimeOffset now) => _drivers.TakeWhile(driver => driver.IsSilent(now));
}
