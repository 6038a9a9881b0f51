using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;

namespace Platform.Rides.Workflows;

/// <summary>Asks to find a driver. Times that options say are here, so that they stay the same for a workflow that runs.</summary>
internal sealed record MatchingInput
{
    public required string RideId { get; init; }

    /// <summary>Which attempt, from 1 up.</summary>
    public required int Attempt { get; init; }

    /// <summary>A ride that is not stored yet; null for one that is.</summary>
    public Ride? NewRide { get; init; }

    /// <summary>When to begin; null for now.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>How long offers are open.</summary>
    public required TimeSpan OfferTime { get; init; }

    /// <summary>How long a driver is looked for at most.</summary>
    public required TimeSpan MatchingTime { get; init; }

    /// <summary>How long nobody is looked for when nobody is there.</summary>
    public required TimeSpan LookAgain { get; init; }

    /// <summary>The id of the workflow.</summary>
    public string InstanceId => OfferIds.MatchingOf(RideId, Attempt);
}

/// <summary>An offer, and who has it.</summary>
internal sealed record OfferRef(string OfferId, string Driver);

/// <summary>What became of a round.</summary>
/// <param name="IsOver">Whether nobody need be looked for any more: somebody has the ride, or it has ended.</param>
/// <param name="Offers">What was handed out, and is open.</param>
internal sealed record RoundResult(bool IsOver, IReadOnlyList<OfferRef> Offers);

/// <summary>Something that a matching waits for.</summary>
/// <param name="OfferId">The offer that it is about; empty for none.</param>
/// <param name="IsFinal">Whether it ends the matching: the ride was claimed or cancelled. Else the offer has ended.</param>
internal sealed record MatchingAnswer(string OfferId, bool IsFinal);

/// <summary>The end of a matching.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Offers">All that was handed out.</param>
internal sealed record EndedMatching(string RideId, int Attempt, IReadOnlyList<OfferRef> Offers);
