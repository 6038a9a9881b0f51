using Platform.Drivers.Domain.Offers;
using Platform.Drivers.Domain.Shifts;

namespace Platform.Drivers.Domain;

/// <summary>A driver as it is kept. What is thought of them, the offer or ride that they have, and the last offers.</summary>
public sealed record Driver
{
    /// <summary>How many ended offers are remembered.</summary>
    public const int MaxEnded = 20;

    public static Driver None { get; } = new();

    /// <summary>What riders see.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Where the driver works.</summary>
    public string City { get; init; } = "";

    /// <summary>The vehicle of the profile.</summary>
    public Vehicle? Vehicle { get; init; }

    /// <summary>The vehicle of the shift, where it is another one.</summary>
    public Vehicle? ShiftVehicle { get; init; }

    /// <summary>Whether there is a profile or was a shift.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Whether the driver can take a ride.</summary>
    public Availability Availability { get; init; }

    /// <summary>What the driver asked to be after the ride.</summary>
    public Availability AfterRide { get; init; } = Availability.Available;

    /// <summary>Since when the shift lasts.</summary>
    public DateTimeOffset? ShiftStart { get; init; }

    /// <summary>The region that follows the driver; empty before the first position of a shift.</summary>
    public string Region { get; init; } = "";

    /// <summary>What is thought of them.</summary>
    public Standing Standing { get; init; } = new();

    /// <summary>The offer that the driver holds.</summary>
    public Offer? Offer { get; init; }

    /// <summary>The ride's id; empty for none.</summary>
    public string Ride { get; init; } = "";

    /// <summary>How many rides the driver was assigned.</summary>
    public long RideCount { get; init; }

    /// <summary>The last offers that ended, newest first.</summary>
    public IReadOnlyList<Offer> Ended { get; init; } = [];

    /// <summary>Those of them of which others may not have heard.</summary>
    public IReadOnlyList<Offer> Untold { get; init; } = [];

    /// <summary>The vehicle that the driver drives.</summary>
    public Vehicle? Driving() => ShiftVehicle ?? Vehicle;

    /// <summary>Whether the driver has a ride.</summary>
    public bool IsOnRide() => Availability is Availability.Assigned or Availability.OnTrip;

    /// <summary>The offer with an id, held or ended; null where it is not remembered.</summary>
    public Offer? FindOffer(string id) => Offer?.Id == id ? Offer : Ended.FirstOrDefault(offer => offer.Id == id);

    /// <summary>It without the offers that ended, for whoever does not ask for them.</summary>
    public Driver WithoutEnded() => this with { Ended = [], Untold = [] };

    /// <summary>Begins the shift, or goes on; with a vehicle of its own or that of the profile.</summary>
    public Driver GoOnline(Vehicle? vehicle, DateTimeOffset now)
    {
        var online = After(DriverEvent.GoOnline) with { IsKnown = true, AfterRide = Availability.Available, ShiftStart = ShiftStart ?? now };
        return vehicle is null || IsOnRide() ? online : online with { ShiftVehicle = vehicle };
    }

    /// <summary>Ends the shift, after the ride where there is one. An offer is declined.</summary>
    public Driver GoOffline(DateTimeOffset now) => Leave(DriverEvent.GoOffline, Availability.Offline, now);

    /// <summary>Takes no more offers, after the ride where there is one. An offer is declined.</summary>
    /// <returns>Null when offline.</returns>
    public Driver? Pause(DateTimeOffset now) => Availability == Availability.Offline ? null : Leave(DriverEvent.Pause, Availability.Paused, now);

    /// <summary>Was not heard of for too long.</summary>
    public Driver FallSilent() => After(DriverEvent.FallSilent).EndShiftIfOffline();

    /// <summary>Gets an offer.</summary>
    /// <returns>Null when not available.</returns>
    public Driver? MakeOffer(Offer offer) =>
        AvailabilityTable.Next(Availability, DriverEvent.Offer) is { } next ? this with { Availability = next, Offer = offer } : null;

    /// <summary>Accepted the offer: who was first must be found out.</summary>
    public Driver BeginClaim() => this with { Offer = Offer! with { State = OfferState.Claiming } };

    /// <summary>The offer ends without a ride.</summary>
    public Driver EndOffer(OfferState how, DateTimeOffset now) => After(DriverEvent.EndOffer).Close(how, now);

    /// <summary>The ride of the offer is the driver's.</summary>
    public Driver Assign(DateTimeOffset now) => After(DriverEvent.Assign).Close(OfferState.Accepted, now) with
    {
        Ride = Offer!.Ride,
        RideCount = RideCount + 1,
        AfterRide = Availability.Available,
    };

    /// <summary>The rider is in.</summary>
    /// <returns>Null when the driver does not have the ride.</returns>
    public Driver? StartTrip(string ride) => IsOnRide() && Ride == ride ? After(DriverEvent.StartTrip) : null;

    /// <summary>Is free of the ride, and then what they asked to be.</summary>
    public Driver Release(string ride) => IsOnRide() && Ride == ride
        ? (After(DriverEvent.Release) with { Availability = AfterRide, AfterRide = Availability.Available, Ride = "" }).EndShiftIfOffline()
        : this;

    private Driver Leave(DriverEvent what, Availability afterRide, DateTimeOffset now)
    {
        var left = After(what) with { AfterRide = IsOnRide() ? afterRide : Availability.Available };
        return (Offer is null ? left : left.Close(OfferState.Declined, now)).EndShiftIfOffline();
    }

    private Driver Close(OfferState how, DateTimeOffset now)
    {
        var ended = Offer! with { State = how, EndTime = now };
        return this with
        {
            Offer = null,
            Ended = [ended, .. Ended.Take(MaxEnded - 1)],
            Untold = [.. Untold, ended],
            Standing = how == OfferState.Withdrawn ? Standing : Standing.Answer(how is OfferState.Accepted or OfferState.Lost),
        };
    }

    private Driver EndShiftIfOffline() => Availability == Availability.Offline ? this with { ShiftStart = null, ShiftVehicle = null, Region = "" } : this;

    private Driver After(DriverEvent what) => AvailabilityTable.Next(Availability, what) is { } next
        ? this with { Availability = next }
        : throw new InvalidOperationException($"{what} cannot happen to a driver who is {Availability}.");
}
