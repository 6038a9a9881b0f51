using System.Diagnostics.Metrics;
using Platform.Inventory.Actors;

namespace Platform.Inventory.Api;

/// <summary>What is answered to those who want stock.</summary>
internal static class ReservationMetrics
{
    private static readonly Meter Meter = new("Platform.Inventory");
    private static readonly Counter<long> Reservations = Meter.CreateCounter<long>(
        "platform.inventory.reservations", "{reservation}", "Requests for reservations by outcome: held, out_of_stock, waiting_room, refused.");

    /// <summary>A request was answered.</summary>
    public static void Count(ReservationOutcome outcome)
    {
        var name = outcome switch
        {
            ReservationOutcome.Done => "held",
            ReservationOutcome.OutOfStock => "out_of_stock",
            ReservationOutcome.WaitingRoom => "waiting_room",
            _ => "refused",
        };
        Reservations.Add(1, new KeyValuePair<string, object?>("outcome", name));
    }
}
