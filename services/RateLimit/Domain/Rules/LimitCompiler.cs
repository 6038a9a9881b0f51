using System.Globalization;
using Platform.RateLimit.Domain.Algorithms;
using Platform.RateLimit.Domain.Windows;

namespace Platform.RateLimit.Domain.Rules;

/// <summary>Makes limits of what people write.</summary>
internal static class LimitCompiler
{
    public const string TokenBucket = "token-bucket";
    public const string LeakyBucket = "leaky-bucket";
    public const string Gcra = "gcra";
    public const string FixedWindow = "fixed-window";
    public const string SlidingLog = "sliding-log";
    public const string SlidingWindowCounter = "sliding-window-counter";

    /// <summary>What <see cref="LimitSpec.Algorithm"/> may be.</summary>
    public static readonly IReadOnlyList<string> Algorithms = [TokenBucket, LeakyBucket, Gcra, FixedWindow, SlidingLog, SlidingWindowCounter];

    private const long MaxAmount = 1_000_000_000;
    private const long Minimum = 1000;
    private const long Day = 86_400_000_000;

    /// <summary>The longest window that is no unit of the calendar: 31 days.</summary>
    private const long Maximum = 31 * Day;

    /// <summary>Compiles a limit. Null, and what is wrong is noted, where it cannot be one.</summary>
    /// <param name="spec">The limit.</param>
    /// <param name="path">Where it is, for the messages.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static Limit? Compile(LimitSpec spec, string path, ICollection<RuleProblem> problems)
    {
        var before = problems.Count;
        void Check(bool isRight, string field, string rule)
        {
            if (!isRight)
            {
                problems.Add(new RuleProblem($"{path}.{field}", rule));
            }
        }

        var isBucket = spec.Algorithm is TokenBucket or LeakyBucket or Gcra;
        Check(Algorithms.Contains(spec.Algorithm), "algorithm", $"must be one of {string.Join(", ", Algorithms)}");
        Check(spec.Burst == 0 || isBucket, "burst", "is for token-bucket, leaky-bucket and gcra");
        Check(spec.Burst is >= 0 and <= MaxAmount, "burst", "must be 0 to 1,000,000,000");
        Check(spec.Name.Length <= RuleCompiler.MaxNameLength && spec.Name.All(RuleCompiler.IsNameCharacter), "name", "must be at most 64 of a-z, 0-9, - and _");
        if (!TryRead(spec.Limit, out var amount, out var per))
        {
            Check(false, "limit", "must be an amount from 1 to 1,000,000,000 and a time, such as 100/minute or 5/90s");
            return null;
        }

        var window = WindowOf(spec, per, Check);
        if (problems.Count > before || window is null)
        {
            return null;
        }

        return spec.Algorithm == FixedWindow ? new FixedWindow(amount, window) : Continuous(spec, amount, window, Check);
    }

    private static bool TryRead(string limit, out long amount, out string per)
    {
        var slash = limit.IndexOf('/', StringComparison.Ordinal);
        amount = 0;
        per = slash < 0 ? "" : limit[(slash + 1)..];
        return slash > 0
            && long.TryParse(limit.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out amount)
            && amount is >= 1 and <= MaxAmount;
    }

    private static Window? WindowOf(LimitSpec spec, string per, Action<bool, string, string> check)
    {
        if (Enum.TryParse<CalendarUnit>(per, ignoreCase: true, out var unit) && per.All(char.IsAsciiLetterLower))
        {
            check(TimeZoneInfo.TryFindSystemTimeZoneById(spec.TimeZone, out _), "timeZone", "must be the IANA name of a time zone");
            check(
                spec.Algorithm == FixedWindow || unit is CalendarUnit.Day or CalendarUnit.Week, "limit", "months and years are for fixed-window");
            return new CalendarWindow(unit, spec.TimeZone);
        }

        var length = Durations.TryRead(per);
        check(length is >= Minimum and <= Maximum, "limit", "must have a time from 1ms to 31d, such as minute or 90s, or day, week, month or year");
        return length is >= Minimum and <= Maximum ? new ClockWindow(length.Value) : null;
    }

    private static Limit? Continuous(LimitSpec spec, long amount, Window window, Action<bool, string, string> check)
    {
        var length = window switch
        {
            ClockWindow clock => clock.Length,
            CalendarWindow { Unit: CalendarUnit.Day } => Day,
            _ => 7 * Day,
        };
        var burst = spec.Burst == 0 ? amount : spec.Burst;
        var isSmall = (Int128)Math.Max(burst, amount) * length <= Whole.MaxProduct;
        switch (spec.Algorithm)
        {
            case TokenBucket or LeakyBucket or SlidingWindowCounter when !isSmall:
                check(false, "limit", "is too large for so long a time: use fixed-window");
                return null;
            case Gcra when amount > length || !isSmall || (Int128)burst * Whole.CeilingDivide(length * 1000, amount) > Whole.MaxProduct:
                check(false, "limit", "is too large: gcra has one for each microsecond at most, and a burst that fits into decades");
                return null;
            case SlidingLog when amount > Domain.Algorithms.SlidingLog.MaxAmount:
                check(false, "limit", "must be at most 1,000: use sliding-window-counter");
                return null;
        }

        return spec.Algorithm switch
        {
            TokenBucket => new TokenBucket(amount, length, burst),
            LeakyBucket => new LeakyBucket(amount, length, burst),
            Gcra => new Gcra(amount, length, burst),
            SlidingLog => new SlidingLog(amount, length),
            _ => new SlidingWindowCounter(amount, length),
        };
    }
}
