namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>Arithmetic on whole numbers.</summary>
internal static class Whole
{
    /// <summary>The largest product of an amount and a window in microseconds. Rules with more are refused, so that nothing here overflows.</summary>
    public const long MaxProduct = 1L << 61;

    /// <summary>The quotient, rounded up. For numbers that are not negative.</summary>
    public static long CeilingDivide(long dividend, long divisor) => (dividend / divisor) + (dividend % divisor == 0 ? 0 : 1);
}
