using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LocalDapr.Runtime.Bindings.Inputs;

namespace LocalDapr.Tests.Bindings;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("30 * * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:30Z")]
    [InlineData("0 15 * * * *", "2026-01-01T00:15:00Z", "2026-01-01T01:15:00Z")]
    [InlineData("15 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:15:00Z")]
    [InlineData("0 30 3-6,20-23 * * *", "2026-01-01T06:30:00Z", "2026-01-01T20:30:00Z")]
    [InlineData("0 0 0 31 * *", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z")]
    [InlineData("0 0 0 29 FEB *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 9 * * mon-fri", "2026-01-02T09:00:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("0 0 0 13 * FRI", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("0 0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("*/20 * * * * *", "2026-01-01T00:00:20Z", "2026-01-01T00:00:40Z")]
    [InlineData("0 50/5 * * * *", "2026-01-01T00:55:00Z", "2026-01-01T01:50:00Z")]
    [InlineData("CRON_TZ=America/New_York 0 30 04 * * *", "2026-07-01T00:00:00Z", "2026-07-01T08:30:00Z")]
    [InlineData("TZ=Europe/Berlin 0 30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("TZ=Europe/Berlin 0 30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("TZ=Europe/Berlin 0 30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("@daily", "2026-01-01T10:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("@hourly", "2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z")]
    [InlineData("@weekly", "2026-01-01T10:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("@monthly", "2026-01-01T10:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("@yearly", "2026-01-01T10:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@every 1m30s", "2026-01-01T00:00:00.5Z", "2026-01-01T00:01:30Z")]
    [InlineData("@every 10ms", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")]
    public void Next_Schedule_IsTheFirstTimeAfter(string schedule, string after, string expected) =>
        CronSchedule.Parse(schedule).Next(At(after)).ShouldBe(At(expected));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("0 5-1 * * * *")]
    [InlineData("0 */0 * * * *")]
    [InlineData("0 0 0 0 * *")]
    [InlineData("0 0 0 * * MONDAY")]
    [InlineData("@every soon")]
    [InlineData("@sometimes")]
    [InlineData("TZ=Nowhere/Else 0 0 0 * * *")]
    public void Parse_OtherText_Throws(string schedule) => Should.Throw<FormatException>(() => CronSchedule.Parse(schedule));

    [Fact]
    public void Next_DayThatNeverComes_IsNull() => CronSchedule.Parse("0 0 0 30 FEB *").Next(At("2026-01-01T00:00:00Z")).ShouldBeNull();

    [Fact]
    public void Next_AnyFields_SkipsNoMatchingMinute()
    {
        var fields = Gen.Choose(0, 59).SelectMany(minute => Gen.Choose(1, 30).SelectMany(step => Gen.Choose(0, 23).SelectMany(hour =>
            Gen.Choose(0, 5000).Select(start => (minute, step, hour, start))))).ToArbitrary();

        Prop.ForAll(fields, chosen =>
        {
            var after = At("2026-01-01T00:00:00Z").AddMinutes(chosen.start);
            var next = CronSchedule.Parse($"0 {chosen.minute}/{chosen.step} {chosen.hour}-23 * * *").Next(after);

            var expected = after.AddMinutes(1);
            while (expected.Hour < chosen.hour || expected.Minute < chosen.minute || (expected.Minute - chosen.minute) % chosen.step != 0)
                expected = expected.AddMinutes(1);
            next.ShouldBe(expected);
        }).QuickCheckThrowOnFailure();
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
