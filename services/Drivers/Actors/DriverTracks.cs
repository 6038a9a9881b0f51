using Dapr.Actors.Runtime;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Tracks;
using Platform.Drivers.Storage;

namespace Platform.Drivers.Actors;

/// <summary>The history of one driver's positions: samples wait in memory until there are some, and days that are over are archived.</summary>
internal sealed class DriverTracks(string driver, IActorStateManager states, TrackStore store, DriversOptions options)
{
    private const string DaysName = "days";

    // By then the last samples of the day are kept.
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromHours(1);

    private readonly TrackBuffer _buffer = new(options.SampleInterval, options.SampleBatch);

    /// <summary>Takes a position.</summary>
    /// <returns>When to archive, where the position is the first of its day; else null.</returns>
    public async Task<DateTimeOffset?> AddAsync(Fix fix)
    {
        if (!_buffer.Add(fix))
        {
            return null;
        }

        if (_buffer.IsFull)
        {
            await FlushAsync();
        }

        var day = DateOnly.FromDateTime(fix.Time.UtcDateTime);
        var days = await DaysAsync();
        if (days.Contains(day))
        {
            return null;
        }

        await states.SetStateAsync(DaysName, days.Append(day).ToArray());
        return ArchiveTime(days.Append(day).Min());
    }

    /// <summary>Keeps the samples that wait.</summary>
    public async Task FlushAsync()
    {
        if (_buffer.Samples.Count > 0 && await store.TryAppendAsync(driver, _buffer.Samples, CancellationToken.None))
        {
            _buffer.Clear();
        }
    }

    /// <summary>Archives the days that are over.</summary>
    /// <returns>When to archive next; null for never.</returns>
    public async Task<DateTimeOffset?> ArchiveAsync(DateTimeOffset now)
    {
        await FlushAsync();
        var days = await DaysAsync();
        foreach (var day in days.Where(day => ArchiveTime(day) <= now))
        {
            await store.ArchiveAsync(driver, day, CancellationToken.None);
        }

        DateOnly[] left = [.. days.Where(day => ArchiveTime(day) > now)];
        await states.SetStateAsync(DaysName, left);
        return left.Length == 0 ? null : ArchiveTime(left.Min());
    }

    private static DateTimeOffset ArchiveTime(DateOnly day) => new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) + AfterMidnight;

    private async Task<DateOnly[]> DaysAsync()
    {
        var state = await states.TryGetStateAsync<DateOnly[]>(DaysName);
        return state.HasValue ? state.Value : [];
    }
}
