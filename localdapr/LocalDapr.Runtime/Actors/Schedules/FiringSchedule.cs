namespace LocalDapr.Runtime.Actors.Schedules;

/// <summary>When a timer or reminder fires next, and after that.</summary>
/// <param name="Due">The next firing.</param>
/// <param name="Period">The time between firings.</param>
/// <param name="Left">How often to fire, the next one included; null for no limit.</param>
/// <param name="ExpiresAt">No firing comes after this; null for no end.</param>
internal sealed record FiringSchedule(DateTimeOffset Due, FiringPeriod Period, int? Left, DateTimeOffset? ExpiresAt)
{
    /// <summary>Reads the times of a registration.</summary>
    /// <param name="dueTime">The first firing: a duration from now or an instant; null or empty for now.</param>
    /// <param name="period">The time between firings; null or empty for one firing.</param>
    /// <param name="ttl">The end: a duration from the first firing or an instant; null or empty for none.</param>
    /// <param name="now">The time of the registration.</param>
    /// <exception cref="FormatException">A time cannot be read, or the end is before the first firing.</exception>
    public static FiringSchedule Parse(string? dueTime, string? period, string? ttl, DateTimeOffset now)
    {
        var due = string.IsNullOrEmpty(dueTime) ? now : FiringTime.Parse(dueTime, now);
        var each = FiringPeriod.Parse(period);
        DateTimeOffset? end = string.IsNullOrEmpty(ttl) ? null : FiringTime.Parse(ttl, due);
        if (end < now || end < due)
            throw new FormatException($"it has expired already: due {due:O}, end {end:O}");
        return new FiringSchedule(due, each, each.Repetitions, end);
    }

    /// <summary>The schedule after a firing, or null when it was the last. Firings that were missed meanwhile are left out.</summary>
    public FiringSchedule? AfterFiring(DateTimeOffset now)
    {
        if (!Period.Repeats || Left <= 1)
            return null;
        try
        {
            var next = Skip(now);
            return next > ExpiresAt ? null : this with { Due = next, Left = Left - 1 };
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private DateTimeOffset Skip(DateTimeOffset now)
    {
        var next = Period.After(Due);
        if (next > now)
            return next;
        if (Period is { Years: 0, Months: 0 })
        {
            var length = Period.After(Due) - Due;
            return Due + (length * (((now - Due).Ticks / length.Ticks) + 1));
        }

        while (next <= now)
            next = Period.After(next);
        return next;
    }
}
