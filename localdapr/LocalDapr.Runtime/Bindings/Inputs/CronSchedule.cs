using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Bindings.Inputs;

/// <summary>
/// The schedules of Dapr's cron binding: five fields, or six with seconds first, in UTC or the zone of a leading <c>CRON_TZ=</c>;
/// <c>@every 1m30s</c>; <c>@hourly</c>, <c>@daily</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>. As in the cron library that
/// Dapr uses, a day must match both day fields if one of them is <c>*</c>, else either, and times that daylight saving
/// leaves out do not occur.
/// </summary>
internal abstract class CronSchedule
{
    /// <summary>The first moment after <paramref name="after"/>, in whole seconds; null when there is none within five years.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset after);

    /// <exception cref="FormatException">The text is no schedule.</exception>
    public static CronSchedule Parse(string text)
    {
        text = text.Trim();
        var zone = TimeZoneInfo.Utc;
        if (text.StartsWith("CRON_TZ=", StringComparison.Ordinal) || text.StartsWith("TZ=", StringComparison.Ordinal))
        {
            var parts = text.Split(' ', 2, StringSplitOptions.TrimEntries);
            var name = parts[0][(parts[0].IndexOf('=', StringComparison.Ordinal) + 1)..];
            if (parts.Length < 2 || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
                throw new FormatException($"time zone '{name}' is unknown");
            text = parts[1];
        }

        if (text.StartsWith("@every ", StringComparison.Ordinal))
            return new Interval(GoDuration.TryParse(text[7..], out var interval) ? interval : throw new FormatException($"'{text[7..]}' is not a duration"));
        return new CalendarSchedule(FieldsOf(text), zone);
    }

    private static string[] FieldsOf(string text)
    {
        text = text switch
        {
            "@yearly" or "@annually" => "0 0 0 1 1 *",
            "@monthly" => "0 0 0 1 * *",
            "@weekly" => "0 0 0 * * 0",
            "@daily" or "@midnight" => "0 0 0 * * *",
            "@hourly" => "0 0 * * * *",
            _ => text,
        };
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length switch
        {
            5 => ["0", .. fields],
            6 => fields,
            _ => throw new FormatException($"'{text}' has {fields.Length} fields instead of 5 or 6"),
        };
    }

    private sealed class Interval(TimeSpan interval) : CronSchedule
    {
        private readonly TimeSpan _interval = TimeSpan.FromSeconds(Math.Max(1, Math.Floor(interval.TotalSeconds)));

        public override DateTimeOffset? Next(DateTimeOffset after) => after + _interval - TimeSpan.FromTicks(after.Ticks % TimeSpan.TicksPerSecond);
    }
}
