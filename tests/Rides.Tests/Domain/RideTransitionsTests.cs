using Platform.Rides.Domain;

namespace Platform.Rides.Tests.Domain;

public sealed class RideTransitionsTests
{
    // Written down once more, by state, in the words of the README: what is not here cannot happen.
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["Requested"] = "MatchingBegun>Matching RiderCancelled>Cancelled PaymentRefused>Unmatched",
        ["Matching"] = "Offered>Matching Claimed>Assigned RiderCancelled>Cancelled NobodyFound>Unmatched PaymentRefused>Unmatched",
        ["Assigned"] = "DriverConfirmed>Arriving DriverLost>Matching DriverGaveUp>Matching DriverArrived>Arrived DropoffChanged>Assigned RiderCancelled>Cancelled",
        ["Arriving"] = "DriverGaveUp>Matching DriverArrived>Arrived DropoffChanged>Arriving RiderCancelled>Cancelled",
        ["Arrived"] = "DriverGaveUp>Matching TripStarted>InProgress DropoffChanged>Arrived RiderCancelled>Cancelled RiderMissing>Cancelled",
        ["InProgress"] = "DropoffChanged>InProgress TripEnded>Completed",
        ["Completed"] = "",
        ["Cancelled"] = "",
        ["Unmatched"] = "",
    };

    [Fact]
    public void After_EveryStateAndEvent_IsWhatTheReadmeSays()
    {
        foreach (var state in Enum.GetValues<RideState>())
        {
            var expected = Expected[state.ToString()].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('>')).ToDictionary(each => each[0], each => each[1]);
            foreach (var what in Enum.GetValues<RideEvent>())
            {
                (RideTransitions.After(state, what)?.ToString()).ShouldBe(expected.GetValueOrDefault(what.ToString()), $"{state} {what}");
            }
        }
    }
}
