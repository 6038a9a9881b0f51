using Platform.Drivers.V1;
using Platform.Messaging;
using Platform.Rides.Domain.Offers;
using Platform.Rides.Workflows;

namespace Platform.Rides.Events;

/// <summary>Tells the matching that handed out an offer that it has ended.</summary>
internal sealed class OfferChangedHandler(RideSagas sagas) : ITopicHandler<OfferChanged>
{
    public const string Topic = "drivers-offer-changed";

    private const string Prefix = "offers/";

    public async Task HandleAsync(OfferChanged message, CancellationToken cancellationToken)
    {
        var offerId = message.Offer.StartsWith(Prefix, StringComparison.Ordinal) ? message.Offer[Prefix.Length..] : message.Offer;
        // What rides took back itself nobody waits for.
        if (message.State != Offer.Types.State.Withdrawn && OfferIds.MatchingOf(offerId) is { } matching)
        {
            await sagas.AnswerAsync(matching, new MatchingAnswer(offerId, message.State == Offer.Types.State.Accepted), cancellationToken);
        }
    }
}
