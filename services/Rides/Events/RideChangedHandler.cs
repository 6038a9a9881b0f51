using Platform.Messaging;
using Platform.Rides.Api;
using Platform.Rides.Storage;
using Platform.Rides.V1;
using Platform.Rides.Workflows;

namespace Platform.Rides.Events;

/// <summary>Goes on with rides after changes that were committed, also where the process that made them died.</summary>
internal sealed class RideChangedHandler(IRideStore rides, RideSagas sagas) : ITopicHandler<RideChanged>
{
    public const string Topic = "rides-ride-changed";

    public async Task HandleAsync(RideChanged message, CancellationToken cancellationToken)
    {
        // Only these are followed by something; the others need no read.
        if (message.State is Ride.Types.State.Matching or Ride.Types.State.Completed or Ride.Types.State.Cancelled or Ride.Types.State.Unmatched
            && RideNames.TryGetId(message.Ride, out var id)
            && await rides.FindAsync(id, cancellationToken) is { } ride)
        {
            await sagas.GoOnAsync(ride, cancellationToken);
        }
    }
}
