using System.Globalization;

namespace Platform.Rides.Domain.Offers;

/// <summary>Ids of offers, <c>{ride}-{attempt}-{number}</c>: each tells the workflow that handed it out.</summary>
internal static class OfferIds
{
    /// <summary>The id of an offer.</summary>
    public static string Of(string rideId, int attempt, int number) => string.Create(CultureInfo.InvariantCulture, $"{MatchingOf(rideId, attempt)}-{number}");

    /// <summary>The id of the workflow that looks for a driver.</summary>
    public static string MatchingOf(string rideId, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{rideId}-{attempt}");

    /// <summary>The workflow that handed out an offer; null for what is no id of an offer.</summary>
    public static string? MatchingOf(string offerId) => offerId.LastIndexOf('-') is > 0 and var end && offerId.IndexOf('-') < end ? offerId[..end] : null;
}
