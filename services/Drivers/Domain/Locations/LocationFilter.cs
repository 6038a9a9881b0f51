using Platform.Geography;

namespace Platform.Drivers.Domain.Locations;

/// <summary>Follows one driver: fixes that are late, rough or not plausible do not count. Headings and speeds that devices do not tell are worked out.</summary>
/// <param name="rules">Which fixes count.</param>
/// <param name="last">The last one that counted; null for none yet.</param>
public sealed class LocationFilter(LocationRules rules, Fix? last = null)
{
    // Where a device does not say how rough its fixes are.
    private const double UsualAccuracyMeters = 10;
    // What moves less stands, and has no direction.
    private const double MinMoveMeters = 5;

    /// <summary>The last fix that counts, with heading and speed; null for none yet.</summary>
    public Fix? Last { get; private set; } = last;

    /// <summary>Takes fixes in their order.</summary>
    /// <returns>What becomes of each, and those that count, with headings and speeds.</returns>
    public (FixVerdict[] Verdicts, Fix[] Accepted) Take(IReadOnlyList<Fix> fixes, DateTimeOffset now)
    {
        var (verdicts, accepted) = (new FixVerdict[fixes.Count], new List<Fix>(fixes.Count));
        for (var i = 0; i < fixes.Count; i++)
        {
            verdicts[i] = Take(fixes[i], now);
            if (verdicts[i] == FixVerdict.Accepted)
            {
                accepted.Add(Last!);
            }
        }

        return (verdicts, [.. accepted]);
    }

    /// <summary>Takes a fix.</summary>
    public FixVerdict Take(Fix fix, DateTimeOffset now)
    {
        var verdict = Judge(fix, now);
        if (verdict == FixVerdict.Accepted)
        {
            Last = Complete(fix);
        }

        return verdict;
    }

    private FixVerdict Judge(Fix fix, DateTimeOffset now)
    {
        if (fix.Time > now + rules.MaxSkew)
        {
            return FixVerdict.Future;
        }

        if (now - fix.Time > rules.MaxAge || fix.Time <= Last?.Time)
        {
            return FixVerdict.Late;
        }

        if (fix.AccuracyMeters > rules.MaxAccuracyMeters)
        {
            return FixVerdict.Inaccurate;
        }

        return Last is { } last && fix.Time - last.Time <= rules.MaxAge && IsTooFast(last, fix) ? FixVerdict.Implausible : FixVerdict.Accepted;
    }

    // Fixes jump by as much as they are rough.
    private bool IsTooFast(Fix last, Fix fix)
    {
        var noise = (last.AccuracyMeters ?? UsualAccuracyMeters) + (fix.AccuracyMeters ?? UsualAccuracyMeters);
        return MetersBetween(last, fix) - noise > rules.MaxSpeedMps * (fix.Time - last.Time).TotalSeconds;
    }

    private Fix Complete(Fix fix)
    {
        if (Last is not { } last)
        {
            return fix with { HeadingDegrees = fix.HeadingDegrees ?? 0, SpeedMps = fix.SpeedMps ?? 0 };
        }

        var meters = MetersBetween(last, fix);
        return fix with
        {
            HeadingDegrees = fix.HeadingDegrees ?? (meters < MinMoveMeters ? last.HeadingDegrees : GreatCircle.BearingDegrees(last.Point, fix.Point)),
            SpeedMps = fix.SpeedMps ?? (meters < MinMoveMeters ? 0 : meters / (fix.Time - last.Time).TotalSeconds),
        };
    }

    private static double MetersBetween(Fix one, Fix other) => one.Point.DistanceKm(other.Point) * 1000;
}
