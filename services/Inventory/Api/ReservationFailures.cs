using System.Globalization;
using Platform.Hosting.Failures;
using Platform.Inventory.Actors;
using Platform.Inventory.Domain.Reservations;

namespace Platform.Inventory.Api;

/// <summary>Turns what came of a reservation into what callers get.</summary>
internal static class ReservationFailures
{
    /// <summary>The reservation, where it is as it was asked for.</summary>
    /// <exception cref="PlatformException">It is not.</exception>
    public static Reservation OrThrow(this ReservationAnswer answer) => answer.Outcome switch
    {
        ReservationOutcome.Done => answer.Reservation,
        ReservationOutcome.OutOfStock => throw WithFacts(new FailedPreconditionException("OUT_OF_STOCK", "There is not enough of every item."), "", answer),
        ReservationOutcome.WaitingRoom => throw WithFacts(
            new FailedPreconditionException("WAITING_ROOM", "Others come first; try again when it is your turn."), "position:", answer),
        ReservationOutcome.OtherItems => throw new InvalidArgumentException("items", "are others than with the same id before", "REQUEST_ID_REUSED"),
        ReservationOutcome.Unknown => throw new NotFoundException("RESERVATION_NOT_FOUND", "There is no such reservation."),
        _ => throw new FailedPreconditionException("RESERVATION_ENDED", "The reservation was sold, given back, or has expired.")
        {
            Facts = { ["state"] = answer.Reservation.State.ToString().ToUpperInvariant() },
        },
    };

    private static FailedPreconditionException WithFacts(FailedPreconditionException failure, string prefix, ReservationAnswer answer)
    {
        foreach (var (sku, number) in answer.Facts ?? new Dictionary<string, long>())
        {
            failure.Facts[prefix + sku] = number.ToString(CultureInfo.InvariantCulture);
        }

        return failure;
    }
}
