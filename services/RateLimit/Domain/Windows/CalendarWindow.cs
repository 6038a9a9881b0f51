namespace Platform.RateLimit.Domain.Windows;

/// <summary>Units of the calendar.</summary>
internal enum CalendarUnit
{
    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Monday (ISO 8601).</summary>
    Week,

    /// <summary>From the first to the first.</summary>
    Month,

    /// <summary>From January to January.</summary>
    Year,
}

/// <summary>Days, weeks, months or years of a time zone. A day in which clocks change is 23 or 25 hours long.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Zone">The IANA name of the time zone.</param>
internal sealed record CalendarWindow(CalendarUnit Unit, string Zone) : Window
{
    private const int DaysPerWeek = 7;
    private TimeZoneInfo? _zone;

    internal override string Id => $"{Unit}@{Zone}";

    private TimeZoneInfo TimeZone => _zone ??= TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public override Span Around(long now)
    {
        var day = TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddMicroseconds(now), TimeZone).Date;
        var start = Unit switch
        {
            CalendarUnit.Day => day,
            CalendarUnit.Week => day.AddDays(-(((int)day.DayOfWeek + DaysPerWeek - 1) % DaysPerWeek)),
            CalendarUnit.Month => new DateTime(day.Year, day.Month, 1),
            _ => new DateTime(day.Year, 1, 1),
        };
        var end = Unit switch
        {
            CalendarUnit.Day => start.AddDays(1),
            CalendarUnit.Week => start.AddDays(DaysPerWeek),
            CalendarUnit.Month => start.AddMonths(1),
            _ => start.AddYears(1),
        };
        return new Span(FirstInstant(start), FirstInstant(end));
    }

    public bool Equals(CalendarWindow? other) => other is not null && Unit == other.Unit && Zone == other.Zone;

    public override int GetHashCode() => HashCode.Combine(Unit, Zone);

    // Where clocks change at midnight, a day may begin later than 00:00, or have two of them: the first counts.
    private long FirstInstant(DateTime midnight)
    {
        var local = midnight;
        while (TimeZone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = TimeZone.IsAmbiguousTime(local) ? TimeZone.GetAmbiguousTimeOffsets(local).Max() : TimeZone.GetUtcOffset(local);
        return (local - offset - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
