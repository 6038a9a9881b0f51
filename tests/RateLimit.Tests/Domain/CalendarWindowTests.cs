using Platform.RateLimit.Domain.Windows;

namespace RateLimit.Tests.Domain;

public sealed class CalendarWindowTests
{
    [Theory]
    [InlineData("UTC", nameof(CalendarUnit.Day), "2026-03-29T13:00:00Z", "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z")]
    [InlineData("UTC", nameof(CalendarUnit.Week), "2026-03-29T13:00:00Z", "2026-03-23T00:00:00Z", "2026-03-30T00:00:00Z")]
    [InlineData("UTC", nameof(CalendarUnit.Week), "2026-03-30T00:00:00Z", "2026-03-30T00:00:00Z", "2026-04-06T00:00:00Z")]
    [InlineData("UTC", nameof(CalendarUnit.Month), "2028-02-29T23:59:59Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData("UTC", nameof(CalendarUnit.Year), "2026-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    // The day in which summer time begins has 23 hours, the one in which it ends 25.
    [InlineData("Europe/Berlin", nameof(CalendarUnit.Day), "2026-03-29T13:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", nameof(CalendarUnit.Day), "2026-10-25T13:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("Europe/Berlin", nameof(CalendarUnit.Month), "2026-03-31T22:30:00Z", "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z")]
    // Clocks went forward at midnight: the day began at 01:00.
    [InlineData("America/Sao_Paulo", nameof(CalendarUnit.Day), "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")]
    // Clocks went back at midnight: 23:00 to 24:00 came twice, both on the day before.
    [InlineData("America/Sao_Paulo", nameof(CalendarUnit.Day), "2018-02-18T02:30:00Z", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z")]
    public void Around_Time_IsTheUnitOfTheZone(string zone, string unit, string now, string start, string end)
    {
        var span = new CalendarWindow(Enum.Parse<CalendarUnit>(unit), zone).Around(Microseconds(now));

        span.ShouldBe(new Span(Microseconds(start), Microseconds(end)));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Asia/Beirut")]
    [InlineData("Australia/Lord_Howe")]
    public void Around_AllDaysOfYears_AreWithoutGaps(string zone)
    {
        foreach (var unit in Enum.GetValues<CalendarUnit>())
        {
            var window = new CalendarWindow(unit, zone);
            var (start, last) = (Microseconds("2015-01-01T00:00:00Z"), Microseconds("2027-01-01T00:00:00Z"));
            for (var span = window.Around(start); span.Start < last;)
            {
                window.Around(span.Start).ShouldBe(span);
                window.Around(span.End - 1).ShouldBe(span);
                var next = window.Around(span.End);
                next.Start.ShouldBe(span.End);
                span = next;
            }
        }
    }

    private static long Microseconds(string time) => (DateTimeOffset.Parse(time).UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
