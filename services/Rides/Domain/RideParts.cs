using System.Text.Json.Serialization;
using Platform.Geography;
using Platform.Monetary;

namespace Platform.Rides.Domain;

/// <summary>Where the payment of a ride stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RidePayment>))]
internal enum RidePayment
{
    /// <summary>Nothing was asked for so far.</summary>
    None,

    /// <summary>The money is set aside.</summary>
    Authorized,

    /// <summary>It is being charged.</summary>
    Charging,

    /// <summary>It was charged and the earnings are booked.</summary>
    Paid,

    /// <summary>It could not be charged: somebody has to look.</summary>
    Review,

    /// <summary>There is nothing to pay.</summary>
    Free,
}

/// <summary>Who drives.</summary>
internal sealed record Assignment
{
    /// <summary><c>drivers/{user}</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>The offer that was accepted.</summary>
    public required string OfferId { get; init; }

    public required string Vehicle { get; init; }

    /// <summary>Tenths of stars; 0 for none so far.</summary>
    public required int RatingTenths { get; init; }

    /// <summary>How long the way to the pickup was to take.</summary>
    public required TimeSpan PromisedEta { get; init; }

    public required DateTimeOffset AssignTime { get; init; }

    /// <summary>When the driver was at the pickup; null before.</summary>
    public DateTimeOffset? ArriveTime { get; init; }
}

/// <summary>A driver who had the ride and gave it back, or did not get it after all.</summary>
/// <param name="Driver"><c>drivers/{user}</c>.</param>
/// <param name="Penalty">What it costs the driver.</param>
/// <param name="IsSettled">Whether the driver was released and the penalty booked.</param>
internal sealed record DroppedDriver(string Driver, Money Penalty, bool IsSettled);

/// <summary>A call for help.</summary>
internal sealed record Sos(string User, GeoPoint? Location, string Message, DateTimeOffset Time);

/// <summary>Something that happened.</summary>
/// <param name="Time">When.</param>
/// <param name="State">What state came of it.</param>
/// <param name="Event">What.</param>
/// <param name="Driver">Who drove then, <c>drivers/{user}</c>; empty for nobody.</param>
internal sealed record HistoryEntry(DateTimeOffset Time, RideState State, RideEvent Event, string Driver);
