using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;

namespace Platform.Drivers.Actors;

/// <content>
/// Where the driver is. A region follows the driver, and takes reports by itself; here come those of whom the region does not know, or has not heard from the actor
/// for a minute.
/// </content>
internal sealed partial class DriverActor
{
    // The driver as they are now: who was not heard of for too long is offline.
    private async Task<Driver> ReadAsync()
    {
        var driver = await _state.ReadAsync();
        if (driver.ShiftStart is null || !await LookAsync(driver.Region) || Now - _heardTime < _options.SilenceLimit)
        {
            return driver;
        }

        await _tracks.FlushAsync();
        var silent = driver.FallSilent();
        await SaveAsync(silent);
        return silent;
    }

    // False where the region, which knows, cannot be asked.
    private async Task<bool> LookAsync(string region)
    {
        if (region.Length == 0)
        {
            _heardTime = Later(_heardTime, _startTime);
            return true;
        }

        if (await _regions.SeeAsync(region, DriverId) is not { } seen)
        {
            return false;
        }

        // A region that began a moment ago can't tell; from its beginning on the driver is silent.
        _heardTime = Later(_heardTime, seen.HeardTime);
        _last = seen.Last ?? _last;
        await KeepAsync(seen.Samples);
        return true;
    }

    private (FixVerdict[] Verdicts, Fix[] Accepted) Judge(Fix[] fixes) => new LocationFilter(_options.ToRules(), _last).Take(fixes, Now);

    private async Task TellRegionsAsync(Driver driver, string before, Fix[] taken)
    {
        if (driver.Region.Length > 0)
        {
            await _regions.PutAsync(driver.Region, PresenceOf(driver) with { Fixes = taken });
        }

        if (before.Length > 0 && before != driver.Region)
        {
            await _regions.PutAsync(before, PresenceOf(Driver.None));
        }
    }

    private Presence PresenceOf(Driver driver)
    {
        _stamp = Math.Max(_stamp + 1, Now.UtcTicks);
        return new Presence(
            DriverId,
            _stamp,
            [],
            driver.Availability,
            driver.Ride,
            driver.Standing.Rating(),
            driver.Standing.AcceptanceRate,
            driver.Driving() ?? Vehicle.None);
    }

    private async Task KeepAsync(IReadOnlyList<Fix> fixes)
    {
        foreach (var fix in fixes)
        {
            if (await _tracks.AddAsync(fix) is { } archiveTime)
            {
                await RegisterReminderAsync(ArchiveReminder, [], archiveTime - Now, ArchiveRetry);
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
