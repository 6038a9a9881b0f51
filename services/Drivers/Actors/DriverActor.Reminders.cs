using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;

namespace Platform.Drivers.Actors;

/// <content>What happens by itself, and what others hear of the driver.</content>
internal sealed partial class DriverActor
{
    private const string SilenceReminder = "silence";
    private const string OfferReminder = "offer";
    private const string TellReminder = "tell";
    private const string ArchiveReminder = "archive";

    private static readonly TimeSpan TellRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ArchiveRetry = TimeSpan.FromHours(1);

    public Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period) => reminderName switch
    {
        SilenceReminder => CheckSilenceAsync(),
        OfferReminder => EndOfferAsync(),
        TellReminder => TellAgainAsync(),
        ArchiveReminder => ArchiveAsync(),
        _ => UnregisterReminderAsync(reminderName),
    };

    private async Task CheckSilenceAsync()
    {
        var driver = await _state.ReadAsync();
        if (driver.ShiftStart is null)
        {
            await UnregisterReminderAsync(SilenceReminder);
            return;
        }

        var left = _heardTime + _options.SilenceLimit - Now;
        if (left <= TimeSpan.Zero)
        {
            await _tracks.FlushAsync();
            var silent = driver.FallSilent();
            await SaveAsync(silent);
            if (silent.ShiftStart is null)
            {
                await UnregisterReminderAsync(SilenceReminder);
                return;
            }

            left = _options.SilenceLimit;
        }

        await RegisterReminderAsync(SilenceReminder, [], left, _options.SilenceLimit);
    }

    private async Task EndOfferAsync()
    {
        // Where it cannot be found out who was first, it fires again.
        if (await SettleAsync(await _state.ReadAsync()) is { } driver && (await ExpireAsync(driver)).Offer is null)
        {
            await UnregisterReminderAsync(OfferReminder);
        }
    }

    private async Task TellAgainAsync()
    {
        if (await TellEndedAsync(await _state.ReadAsync()))
        {
            await UnregisterReminderAsync(TellReminder);
        }
    }

    private async Task ArchiveAsync()
    {
        if (await _tracks.ArchiveAsync(Now) is { } next)
        {
            await StateManager.SaveStateAsync();
            await RegisterReminderAsync(ArchiveReminder, [], next - Now, ArchiveRetry);
        }
        else
        {
            await UnregisterReminderAsync(ArchiveReminder);
        }
    }

    private async Task<bool> TellEndedAsync(Driver driver)
    {
        foreach (var offer in driver.Untold)
        {
            if (!await _events.EndedAsync(DriverId, offer, CancellationToken.None))
            {
                await RegisterReminderAsync(TellReminder, [], TellRetry, TellRetry);
                return false;
            }
        }

        _state.AllTold();
        return true;
    }

    private async Task TellRegionAsync(Driver driver)
    {
        if (_filter.Last is not { } last || (driver.ShiftStart is null && _region.Length == 0))
        {
            return;
        }

        _stamp = Math.Max(_stamp + 1, Now.UtcTicks);
        var presence = new Presence(
            DriverId,
            last.Point,
            _heardTime,
            _stamp,
            driver.Availability,
            last.HeadingDegrees ?? 0,
            last.SpeedMps ?? 0,
            driver.Standing.Rating(),
            driver.Standing.AcceptanceRate,
            driver.Driving() ?? Vehicle.None);
        var region = await _regions.PutAsync(presence, _region);
        _region = driver.ShiftStart is null ? "" : region;
    }

    private async Task TellMoveAsync(Driver driver, Fix last)
    {
        if (driver.IsOnRide() && Now - _movedTime >= _options.MoveInterval)
        {
            _movedTime = Now;
            await _events.MovedAsync(DriverId, driver.Ride, last, CancellationToken.None);
        }
    }

    private async Task KeepAsync(IEnumerable<Fix> fixes)
    {
        foreach (var fix in fixes)
        {
            if (await _tracks.AddAsync(fix) is { } archiveTime)
            {
                await RegisterReminderAsync(ArchiveReminder, [], archiveTime - Now, ArchiveRetry);
            }
        }
    }
}
