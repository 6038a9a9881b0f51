using Platform.Drivers.Domain.Locations;

namespace Platform.Drivers.Domain.Tracks;

/// <summary>Takes samples of a driver's positions.</summary>
/// <param name="interval">How much time lies between two, at least.</param>
/// <param name="size">How many wait before they should be kept.</param>
public sealed class TrackBuffer(TimeSpan interval, int size)
{
    // How many times its size it takes while they cannot be kept.
    private const int MaxSizes = 10;

    private readonly List<Fix> _samples = [];
    private DateTimeOffset? _lastTime;

    /// <summary>Whether so many wait that they should be kept.</summary>
    public bool IsFull => _samples.Count >= size;

    /// <summary>The samples that wait, oldest first.</summary>
    public IReadOnlyList<Fix> Samples => _samples;

    /// <summary>Takes a position; false where it comes too soon after the last sample.</summary>
    public bool Add(Fix fix)
    {
        if (fix.Time - _lastTime < interval)
        {
            return false;
        }

        if (_samples.Count >= size * MaxSizes)
        {
            _samples.RemoveAt(0);
        }

        _lastTime = fix.Time;
        _samples.Add(fix);
        return true;
    }

    /// <summary>They are kept.</summary>
    public void Clear() => _samples.Clear();
}
