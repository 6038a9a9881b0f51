namespace LocalDapr.Runtime.Bindings.Inputs;

/// <summary>A schedule of calendar fields in a time zone.</summary>
internal sealed class CalendarSchedule : CronSchedule
{
    private const int MaxYears = 5;
    private readonly TimeZoneInfo _zone;
    private readonly CronField _second;
    private readonly CronField _minute;
    private readonly CronField _hour;
    private readonly CronField _day;
    private readonly CronField _month;
    private readonly CronField _weekday;

    /// <param name="fields">Second, minute, hour, day of month, month, day of week.</param>
    /// <param name="zone">The zone in which the fields are meant.</param>
    public CalendarSchedule(string[] fields, TimeZoneInfo zone)
    {
        _zone = zone;
        _second = CronField.Parse(fields[0], 0, 59);
        _minute = CronField.Parse(fields[1], 0, 59);
        _hour = CronField.Parse(fields[2], 0, 23);
        _day = CronField.Parse(fields[3], 1, 31);
        _month = CronField.Parse(fields[4], 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
        // Both 0 and 7 are Sunday.
        var weekday = CronField.Parse(fields[5], 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
        _weekday = weekday with { Bits = weekday.Bits | weekday.Bits >> 7 };
    }

    public override DateTimeOffset? Next(DateTimeOffset after)
    {
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        local = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond));
        var end = local.AddYears(MaxYears);
        while (NextLocal(local.AddSeconds(1), end) is { } next)
        {
            local = next;
            if (_zone.IsInvalidTime(local))
                continue;
            // An hour that the clocks repeat counts when it comes first.
            var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
            var moment = new DateTimeOffset(local, offset);
            if (moment > after)
                return moment.ToUniversalTime();
        }

        return null;
    }

    /// <summary>The first matching time from <paramref name="time"/> on; each step skips to the next value of the largest field that does not match.</summary>
    private DateTime? NextLocal(DateTime time, DateTime end)
    {
        while (time <= end)
        {
            if (!_month.Matches(time.Month))
                time = new DateTime(time.Year, time.Month, 1).AddMonths(1);
            else if (!MatchesDay(time))
                time = time.Date.AddDays(1);
            else if (!_hour.Matches(time.Hour))
                time = time.Date.AddHours(time.Hour + 1);
            else if (!_minute.Matches(time.Minute))
                time = time.AddSeconds(-time.Second).AddMinutes(1);
            else if (!_second.Matches(time.Second))
                time = time.AddSeconds(1);
            else
                return time;
        }

        return null;
    }

    private bool MatchesDay(DateTime time)
    {
        var (day, weekday) = (_day.Matches(time.Day), _weekday.Matches((int)time.DayOfWeek));
        return _day.IsStar || _weekday.IsStar ? day && weekday : day || weekday;
    }
}
