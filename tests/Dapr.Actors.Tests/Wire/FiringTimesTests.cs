using Dapr.Actors.Runtime;

namespace Dapr.Actors.Tests.Wire;

public sealed class FiringTimesTests
{
    [Theory]
    [InlineData(0, null, "0h0m0s0ms")]
    [InlineData(90_061_250, null, "25h1m1s250ms")]
    [InlineData(-1, null, "")]
    [InlineData(90_000, 5, "R5/PT1M30S")]
    public void Write_Period_IsInTheNotationOfTheApi(int milliseconds, int? repetitions, string expected) =>
        FiringTimes.Write(TimeSpan.FromMilliseconds(milliseconds), repetitions).ShouldBe(expected);

    [Theory]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("0h0m3s500ms", 3_500)]
    [InlineData("1.5s", 1_500)]
    [InlineData("R3/PT10S", 10_000)]
    [InlineData("P1D", 86_400_000)]
    [InlineData("P2W", 1_209_600_000)]
    [InlineData("@every 2s", 2_000)]
    [InlineData("", -1)]
    [InlineData(null, -1)]
    [InlineData("2026-01-01T00:00:00Z", -1)]
    [InlineData("@hourly", -1)]
    public void Read_Notation_IsItsTime(string? text, int milliseconds) =>
        FiringTimes.Read(text).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Timer_WithImpossibleTimes_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => NewTimer(TimeSpan.FromSeconds(-1), TimeSpan.Zero));
        Should.Throw<ArgumentOutOfRangeException>(() => NewTimer(TimeSpan.Zero, TimeSpan.FromSeconds(-1)));
        NewTimer(TimeSpan.Zero, TimeSpan.FromMilliseconds(-1)).Period.ShouldBe(Timeout.InfiniteTimeSpan);
        Should.Throw<ArgumentOutOfRangeException>(() => new ActorTimer(
            "T", new ActorId("1"), "n", "m", null, TimeSpan.FromSeconds(2), TimeSpan.Zero, ttl: TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Reminder_WithRepetitionsInPartsOfASecond_IsRefused() =>
        Should.Throw<ArgumentException>(() => new ActorReminder(
            "T", new ActorId("1"), "n", [], TimeSpan.Zero, TimeSpan.FromSeconds(1.5), repetitions: 2));

    [Fact]
    public void Reminder_WithoutRepetitions_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ActorReminder(
            "T", new ActorId("1"), "n", [], TimeSpan.Zero, TimeSpan.FromSeconds(1), repetitions: 0));

    private static ActorTimer NewTimer(TimeSpan dueTime, TimeSpan period) => new("T", new ActorId("1"), "n", "m", null, dueTime, period);
}
