using LocalDapr.Runtime.Actors.Schedules;

namespace LocalDapr.Tests.Actors;

public sealed class FiringScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "2026-01-31T12:00:00Z")]
    [InlineData("", "2026-01-31T12:00:00Z")]
    [InlineData("0h0m3s500ms", "2026-01-31T12:00:03.5Z")]
    [InlineData("1.5h", "2026-01-31T13:30:00Z")]
    [InlineData("P1M", "2026-02-28T12:00:00Z")]
    [InlineData("PT90S", "2026-01-31T12:01:30Z")]
    [InlineData("2026-03-01T00:00:00+02:00", "2026-02-28T22:00:00Z")]
    [InlineData("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z")]
    public void Parse_DueTime_IsADurationOrAnInstant(string? dueTime, string expected) =>
        FiringSchedule.Parse(dueTime, null, null, Now).Due.ShouldBe(DateTimeOffset.Parse(expected));

    [Theory]
    [InlineData("PT1S", "2026-01-31T12:00:01Z")]
    [InlineData("R5/PT1S", "2026-01-31T12:00:01Z")]
    [InlineData("1m30s", "2026-01-31T12:01:30Z")]
    [InlineData("@every 2h", "2026-01-31T14:00:00Z")]
    [InlineData("P1W", "2026-02-07T12:00:00Z")]
    [InlineData("P1M", "2026-02-28T12:00:00Z")]
    [InlineData("P1Y2M3DT4H5M6S", "2027-04-03T16:05:06Z")]
    public void AfterFiring_Period_GivesTheNextFiring(string period, string expected) =>
        FiringSchedule.Parse(null, period, null, Now).AfterFiring(Now)!.Due.ShouldBe(DateTimeOffset.Parse(expected));

    [Theory]
    [InlineData("")]
    [InlineData("0h0m0s0ms")]
    [InlineData("PT0S")]
    [InlineData("R1/PT1S")]
    public void AfterFiring_OfTheLastOne_IsNothing(string period) =>
        FiringSchedule.Parse(null, period, null, Now).AfterFiring(Now).ShouldBeNull();

    [Fact]
    public void AfterFiring_WithRepetitions_CountsThem()
    {
        var schedule = FiringSchedule.Parse("1s", "R3/PT1S", null, Now);
        var firings = new List<DateTimeOffset>();
        for (var next = schedule; next is not null; next = next.AfterFiring(next.Due))
            firings.Add(next.Due);

        firings.ShouldBe([Now.AddSeconds(1), Now.AddSeconds(2), Now.AddSeconds(3)]);
    }

    [Theory]
    [InlineData("1s")]
    [InlineData("2026-01-31T12:00:03.5Z")]
    public void AfterFiring_BehindItsEnd_IsNothing(string ttl)
    {
        var schedule = FiringSchedule.Parse("2s", "PT1S", ttl, Now);

        schedule.AfterFiring(schedule.Due)!.Due.ShouldBe(Now.AddSeconds(3));
        schedule.AfterFiring(schedule.Due)!.AfterFiring(Now.AddSeconds(3)).ShouldBeNull();
    }

    [Fact]
    public void AfterFiring_ThatIsLate_LeavesOutWhatWasMissed()
    {
        var schedule = FiringSchedule.Parse("1s", "R10/PT10S", null, Now).AfterFiring(Now.AddHours(1).AddSeconds(3))!;

        schedule.Due.ShouldBe(Now.AddHours(1).AddSeconds(11));
        schedule.Left.ShouldBe(9);
        FiringSchedule.Parse(null, "P1M", null, Now).AfterFiring(Now.AddMonths(5).AddDays(3))!.Due.ShouldBeGreaterThan(Now.AddMonths(5).AddDays(3));
    }

    [Theory]
    [InlineData("soon", null, null)]
    [InlineData("5", null, null)]
    [InlineData("2026-13-01T00:00:00Z", null, null)]
    [InlineData("99999999h", null, null)]
    [InlineData("P", null, null)]
    [InlineData("PT", null, null)]
    [InlineData("P1DT", null, null)]
    [InlineData("P9999999Y", null, null)]
    [InlineData(null, "R0/PT1S", null)]
    [InlineData(null, "-5s", null)]
    [InlineData(null, "0 0 * * *", null)]
    [InlineData(null, "R5", null)]
    [InlineData(null, "PT1.5S", null)]
    [InlineData("10s", null, "2026-01-31T12:00:05Z")]
    [InlineData(null, null, "2026-01-31T11:59:59Z")]
    public void Parse_WhatCannotBe_IsRefused(string? dueTime, string? period, string? ttl) =>
        Should.Throw<FormatException>(() => FiringSchedule.Parse(dueTime, period, ttl, Now));

    [Fact]
    public void AfterFiring_BehindTheEndOfTime_IsNothing() =>
        FiringSchedule.Parse(null, "P7999Y", null, Now).AfterFiring(Now).ShouldBeNull();
}
