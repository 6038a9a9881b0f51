using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;
using Platform.Workflows;

namespace Platform.Rides.Workflows;

/// <summary>Starts the workflows of rides and tells them what happened.</summary>
internal sealed class RideSagas(DaprWorkflowClient workflows, IOptions<RidesOptions> options)
{
    /// <summary>
    /// Goes on with a ride as it is now. Called after a change, and once more by the event that was committed with it: so a process that dies in between leaves nothing undone.
    /// Workflows that run already are left alone, and those that run twice find that there is nothing left to do.
    /// </summary>
    public async Task GoOnAsync(Ride ride, CancellationToken cancellationToken)
    {
        // The first attempt is started before the ride is stored.
        if (ride is { State: RideState.Matching, Attempt: > 1 })
        {
            await StartMatchingAsync(ride, isNew: false, cancellationToken);
        }
        else if (ride.HasEnded)
        {
            await AnswerAsync(OfferIds.MatchingOf(ride.Id, ride.Attempt), new MatchingAnswer("", IsFinal: true), cancellationToken);
            var input = new SettlementInput(ride.Id, options.Value.ChargeAgain);
            await workflows.StartOnceAsync(nameof(SettlementSaga), SettlementSaga.InstanceOf(ride.Id), input, cancellationToken);
        }
    }

    /// <summary>Starts to look for a driver, when the time has come.</summary>
    /// <param name="ride">The ride.</param>
    /// <param name="isNew">Whether the ride is not stored yet: the workflow stores it too.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The ride of the workflow that has this id.</returns>
    public async Task<Ride> StartMatchingAsync(Ride ride, bool isNew, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var input = new MatchingInput
        {
            RideId = ride.Id,
            Attempt = ride.Attempt,
            NewRide = isNew ? ride : null,
            StartTime = ride.Attempt == 1 ? ride.PickupTime - settings.BookingLead : null,
            OfferTime = settings.OfferTime,
            MatchingTime = settings.MatchingTime,
            LookAgain = settings.LookAgain,
        };
        var running = await workflows.StartOnceAsync(nameof(MatchingSaga), input.InstanceId, input, cancellationToken);
        return running.NewRide ?? ride;
    }

    /// <summary>Tells a matching of an answer; nothing where it has ended. An answer that is lost is found out when the round ends.</summary>
    public Task AnswerAsync(string matchingId, MatchingAnswer answer, CancellationToken cancellationToken) =>
        workflows.TryRaiseEventAsync(matchingId, MatchingSaga.AnswerEvent, answer, cancellationToken);
}
