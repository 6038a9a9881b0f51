using System.Text.Json.Serialization;

namespace Platform.Rides.Domain;

/// <summary>Where a ride stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RideState>))]
internal enum RideState
{
    /// <summary>Booked for later.</summary>
    Requested,

    /// <summary>A driver is looked for.</summary>
    Matching,

    /// <summary>A driver accepted.</summary>
    Assigned,

    /// <summary>The driver is on the way to the pickup.</summary>
    Arriving,

    /// <summary>The driver waits at the pickup.</summary>
    Arrived,

    /// <summary>Under way.</summary>
    InProgress,

    /// <summary>It arrived.</summary>
    Completed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>No driver was found, or it could not be paid.</summary>
    Unmatched,
}
