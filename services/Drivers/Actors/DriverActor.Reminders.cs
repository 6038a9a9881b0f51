using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Offers;

namespace Platform.Drivers.Actors;

/// <content>What happens by itself.</content>
internal sealed partial class DriverActor
{
    private const string OfferReminder = "offer";
    private const string TellReminder = "tell";
    private const string ArchiveReminder = "archive";

    private static readonly TimeSpan TellRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ArchiveRetry = TimeSpan.FromHours(1);

    public Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period) => reminderName switch
    {
        OfferReminder => EndOfferAsync(),
        TellReminder => TellAgainAsync(),
        ArchiveReminder => ArchiveAsync(),
        _ => UnregisterReminderAsync(reminderName),
    };

    private async Task EndOfferAsync()
    {
        var driver = await _state.ReadAsync();
        var settled = await SettleAsync(driver);
        if (settled is null && Now - driver.Offer!.ExpireTime >= ClaimLimit)
        {
            settled = driver.EndOffer(OfferState.Lost, Now);
            await SaveAsync(settled);
        }

        // Where it cannot be found out who was first, it fires again.
        if (settled is not null && (await ExpireAsync(settled)).Offer is null)
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
}
