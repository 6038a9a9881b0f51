using Platform.Drivers.Domain.Shifts;

namespace Platform.Drivers.Tests.Domain;

public sealed class AvailabilityTableTests
{
    // A row for each state, a column for each event in the order of DriverEvent: the state after it, - where it cannot happen.
    private static readonly Dictionary<Availability, string> Table = new()
    {
        //                          online     offline  pause    silent   offer   end       assign   start  release
        [Availability.Offline] = "Available Offline - Offline - - - - -",
        [Availability.Available] = "Available Offline Paused Offline Offered - - - -",
        [Availability.Paused] = "Available Offline Paused Offline - - - - -",
        [Availability.Offered] = "Offered Offline Paused Offered - Available Assigned - -",
        [Availability.Assigned] = "Assigned Assigned Assigned Assigned - - Assigned OnTrip Available",
        [Availability.OnTrip] = "OnTrip OnTrip OnTrip OnTrip - - OnTrip OnTrip Available",
    };

    public static TheoryData<Availability, DriverEvent> Pairs()
    {
        var pairs = new TheoryData<Availability, DriverEvent>();
        foreach (var state in Enum.GetValues<Availability>())
        {
            foreach (var what in Enum.GetValues<DriverEvent>())
            {
                pairs.Add(state, what);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Next_EveryStateAndEvent_IsTheTables(Availability state, DriverEvent what)
    {
        var expected = Table[state].Split(' ')[(int)what];

        (AvailabilityTable.Next(state, what)?.ToString() ?? "-").ShouldBe(expected);
    }
}
