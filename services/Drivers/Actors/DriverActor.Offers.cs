using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Offers;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Actors;

/// <content>Offers.</content>
internal sealed partial class DriverActor
{
    // How often it is asked again who was first.
    private static readonly TimeSpan ClaimRetry = TimeSpan.FromSeconds(2);

    // How long after the end of an offer. Rides asks before it sends a driver, and looks for another one where this one has given up.
    private static readonly TimeSpan ClaimLimit = TimeSpan.FromMinutes(1);

    public async Task<DriverAnswer> OfferAsync(Offer offer, CancellationToken cancellationToken = default)
    {
        var driver = await ExpireAsync(await ReadAsync());
        if (driver.FindOffer(offer.Id) is { } known)
        {
            return Answer(driver, known.Ride == offer.Ride ? DriverOutcome.Done : DriverOutcome.OfferIdReused, known);
        }

        // From now on, not from when it was asked for: the turn may have waited for the end of the offer before.
        offer = offer with { CreateTime = Now, ExpireTime = Now + (offer.ExpireTime - offer.CreateTime) };
        if (driver.MakeOffer(offer) is not { } offered)
        {
            return Answer(driver, DriverOutcome.NotAvailable);
        }

        // Before the offer is saved: an offer without the reminder would never expire.
        await RegisterReminderAsync(OfferReminder, [], offer.ExpireTime - Now, ClaimRetry);
        var answer = await SaveAsync(offered, offer);
        await _events.OfferedAsync(DriverId, offer, cancellationToken);
        return answer;
    }

    public async Task<DriverAnswer> AcceptAsync(string offerId, CancellationToken cancellationToken = default)
    {
        var driver = await ExpireAsync(await _state.ReadAsync());
        if (driver.Offer is { State: OfferState.Open } offer && offer.Id == offerId)
        {
            // Written down before it is claimed: a process that dies in between finds out afterwards.
            driver = driver.BeginClaim();
            await _state.WriteAsync(driver);
        }

        if (await SettleAsync(driver) is not { } settled)
        {
            return Answer(driver, DriverOutcome.RidesUnavailable);
        }

        var found = settled.FindOffer(offerId);
        return Answer(settled, OutcomeOfAccepting(found), found);
    }

    public async Task<DriverAnswer> DeclineAsync(string offerId, CancellationToken cancellationToken = default)
    {
        var before = await ExpireAsync(await _state.ReadAsync());
        if (await SettleAsync(before) is not { } driver)
        {
            return Answer(before, DriverOutcome.RidesUnavailable);
        }

        if (driver.Offer?.Id == offerId)
        {
            driver = driver.EndOffer(OfferState.Declined, Now);
            await SaveAsync(driver);
        }

        var offer = driver.FindOffer(offerId);
        var outcome = offer?.State switch
        {
            null => DriverOutcome.OfferUnknown,
            OfferState.Accepted => DriverOutcome.OfferAccepted,
            _ => DriverOutcome.Done,
        };
        return Answer(driver, outcome, offer);
    }

    public async Task<DriverAnswer> WithdrawAsync(string offerId, CancellationToken cancellationToken = default)
    {
        var before = await _state.ReadAsync();
        // Who has claimed the ride meanwhile may have it.
        if (await SettleAsync(before) is not { } driver)
        {
            return Answer(before, DriverOutcome.RidesUnavailable);
        }

        return driver.Offer?.Id == offerId ? await SaveAsync(driver.EndOffer(OfferState.Withdrawn, Now)) : Answer(driver);
    }

    public async Task<DriverAnswer> AssignAsync(AssignCall call, CancellationToken cancellationToken = default)
    {
        var driver = await _state.ReadAsync();
        if (driver.IsOnRide() && driver.Ride == call.Ride)
        {
            return Answer(driver);
        }

        return driver.Offer is { } offer && offer.Id == call.OfferId && offer.Ride == call.Ride
            ? await SaveAsync(driver.Assign(Now))
            : Answer(driver, DriverOutcome.OfferNotOpen);
    }

    // An offer that is being claimed ends with the answer, however late.
    private async Task<Driver> ExpireAsync(Driver driver)
    {
        if (driver.Offer is not { State: OfferState.Open } offer || Now < offer.ExpireTime)
        {
            return driver;
        }

        var expired = driver.EndOffer(OfferState.Expired, Now);
        await SaveAsync(expired);
        return expired;
    }

    // Ends a claim, also one that was broken off; null where it cannot be found out who was first.
    private async Task<Driver?> SettleAsync(Driver driver)
    {
        if (driver.Offer is not { State: OfferState.Claiming } offer)
        {
            return driver;
        }

        try
        {
            var isGranted = await _rides.ClaimAsync(offer.Ride, DriverId, offer.Id, CancellationToken.None);
            var settled = isGranted ? driver.Assign(Now) : driver.EndOffer(OfferState.Lost, Now);
            await SaveAsync(settled);
            return settled;
        }
        catch (UnavailableException)
        {
            return null;
        }
    }

    private static DriverOutcome OutcomeOfAccepting(Offer? offer) => offer?.State switch
    {
        null => DriverOutcome.OfferUnknown,
        OfferState.Accepted => DriverOutcome.Done,
        OfferState.Expired => DriverOutcome.OfferExpired,
        OfferState.Lost => DriverOutcome.OfferLost,
        _ => DriverOutcome.OfferNotOpen,
    };
}
