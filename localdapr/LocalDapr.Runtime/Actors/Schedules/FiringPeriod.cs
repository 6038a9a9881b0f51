using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalDapr.Runtime.Actors.Schedules;

/// <summary>The time between firings, and how often there are any. Years, months and days count in the calendar (UTC).</summary>
/// <param name="Years">Years.</param>
/// <param name="Months">Months.</param>
/// <param name="Days">Days, weeks included.</param>
/// <param name="Time">The rest.</param>
/// <param name="Repetitions">How often to fire; null for no limit.</param>
internal sealed partial record FiringPeriod(int Years, int Months, int Days, TimeSpan Time, int? Repetitions)
{
    private const string Every = "@every ";

    /// <summary>No period: one firing.</summary>
    public static FiringPeriod Once { get; } = new(0, 0, 0, TimeSpan.Zero, null);

    /// <summary>Whether there is a period at all.</summary>
    public bool Repeats => this with { Repetitions = null } != Once;

    /// <summary>Reads a period: Go's notation, <c>@every</c> with it, or ISO 8601 with or without repetitions (<c>R5/PT1M</c>).</summary>
    /// <exception cref="FormatException">The text is no period, or has no repetitions.</exception>
    public static FiringPeriod Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Once;
        if (text[0] is 'R' or 'P')
            return ParseIso(text);
        var duration = text.StartsWith(Every, StringComparison.Ordinal) ? text[Every.Length..] : text;
        if (!FiringTime.TryParseGo(duration, out var time))
            throw new FormatException($"'{text}' is not a duration");
        return time >= TimeSpan.Zero ? Once with { Time = time } : throw new FormatException($"'{text}' is negative");
    }

    /// <summary>The firing after one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is after the year 9999.</exception>
    public DateTimeOffset After(DateTimeOffset firing) => firing.AddYears(Years).AddMonths(Months).AddDays(Days) + Time;

    private static FiringPeriod ParseIso(string text)
    {
        var match = Iso8601().Match(text);
        if (!match.Success || text.EndsWith('P') || text.EndsWith('T'))
            throw new FormatException($"'{text}' is not an ISO 8601 duration");
        int? repetitions = match.Groups["R"].Success ? Number(match, "R") : null;
        if (repetitions == 0)
            throw new FormatException($"'{text}' has zero repetitions");
        var time = TimeSpan.FromHours(Number(match, "H")) + TimeSpan.FromMinutes(Number(match, "M")) + TimeSpan.FromSeconds(Number(match, "S"));
        return new FiringPeriod(Number(match, "Y"), Number(match, "MO"), Number(match, "D") + (7 * Number(match, "W")), time, repetitions);
    }

    // Seven digits are enough for anything that has a next time.
    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(R(?<R>\d{1,7})/)?P((?<Y>\d{1,7})Y)?((?<MO>\d{1,7})M)?((?<W>\d{1,7})W)?((?<D>\d{1,7})D)?(T((?<H>\d{1,7})H)?((?<M>\d{1,7})M)?((?<S>\d{1,7})S)?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Iso8601();
}
